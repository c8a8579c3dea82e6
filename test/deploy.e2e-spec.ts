import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parseAllDocuments, parse } from 'yaml';

import { Env } from '../src/config/env.js';
import { describeVariables } from '../src/config/variable.decorator.js';
import { Metrics } from '../src/metrics/metrics.js';

const ROOT = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Labels that Prometheus adds, beside the ones of the metric. */
const ADDED = ['instance', 'job', 'le'];

const labelsOf = new Map<string, readonly string[]>();
for (const { name, type, labelNames = [] } of new Metrics()['registry'].getMetricsAsArray() as unknown as {
  name: string;
  type: string;
  labelNames?: string[];
}[]) {
  labelsOf.set(name, labelNames);
  // prom-client gives its types as text or as the number of an enumeration, in which a histogram is 2.
  if (type === 'histogram' || Number(type) === 2) {
    for (const part of ['_bucket', '_sum', '_count']) labelsOf.set(name + part, labelNames);
  }
}

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
}
const rules: Rule[] = parse(read('deploy/prometheus-alerts.yaml')).groups.flatMap(
  ({ rules: own }: { rules: Rule[] }) => own,
);
interface Panel {
  title: string;
  type: string;
  targets?: { expr: string }[];
}
const panels: Panel[] = JSON.parse(read('deploy/grafana-dashboard.json')).panels;

const queries: [string, string][] = [
  ...rules.map(({ alert, expr }): [string, string] => [alert, expr]),
  ...panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }): [string, string] => [`panel "${title}"`, expr]),
  ),
];

describe('deploy/', () => {
  it.each(queries)('%s asks for metrics that there are, by labels that they have', (_name, query) => {
    // process_* and up are of prom-client and Prometheus.
    const selectors = [...query.matchAll(/\b(sibyl_\w+)(?:\{([^}]*)\})?/g)];
    if (selectors.length === 0) expect(query).toMatch(/\b(process_\w+|up\{)/);
    for (const [, metric, matchers = ''] of selectors) {
      expect([...labelsOf.keys()]).toContain(metric);
      const labels = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label);
      for (const label of labels) expect([...labelsOf.get(metric!)!, ...ADDED]).toContain(label);
    }
  });

  it('alerts say how urgent they are, what it is about and what to do', () => {
    expect(rules.length).toBeGreaterThan(10);
    for (const { labels, annotations } of rules) {
      expect(['page', 'ticket']).toContain(labels.severity);
      expect(annotations).toEqual({ summary: expect.any(String), description: expect.any(String) });
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it('the pods probe routes that there are, with settings that there are, and wait for the drain', () => {
    const [stateful] = parseAllDocuments(read('deploy/kubernetes.yaml')).map((document) => document.toJS());
    const pod = stateful.spec.template.spec;
    const [container] = pod.containers;
    const paths = Object.keys(JSON.parse(read('openapi.json')).paths);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(paths).toContain(container[probe].httpGet.path);
    }
    const known = describeVariables(Env).map(({ name }) => name);
    for (const { name } of container.env) expect(known).toContain(name);
    const env = new Env();
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(
      (env.DRAIN_DELAY_MS + env.DRAIN_TIMEOUT_MS) / 1000 + 5,
    );
    // As the Dockerfile says.
    expect(read('Dockerfile')).toContain(
      `USER ${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}`,
    );
  });

  it('the runtime for KServe speaks the protocol that it names, where the image looks for models', () => {
    const { spec } = parse(read('deploy/kserve-serving-runtime.yaml'));
    const [container] = spec.containers;
    const paths = Object.keys(JSON.parse(read('openapi.json')).paths);
    expect([spec.protocolVersions, container.name]).toEqual([['v2'], 'kserve-container']);
    for (const probe of ['livenessProbe', 'readinessProbe'])
      expect(paths).toContain(container[probe].httpGet.path);
    const known = describeVariables(Env).map(({ name }) => name);
    for (const { name } of container.env) expect(known).toContain(name);
    expect(read('Dockerfile')).toMatch(/MODEL_DIR=\/mnt\/models/);
  });

  it('holds nothing that its guide does not name', () => {
    const guide = read('docs/operations.md');
    expect(existsSync(join(ROOT, 'deploy'))).toBe(true);
    for (const file of readdirSync(join(ROOT, 'deploy'))) expect(guide).toContain(`deploy/${file}`);
  });
});
