import { availableParallelism, loadavg } from 'node:os';

/**
 * The page of a run: what was found, scenario by scenario, with the tables by second.
 *
 * @param {{ name: string, ids: string[], about: string, seconds: number, fault?: string, findings: any[], told: string[] }[]} results
 * @param {{ seconds: number, seed: number }} options
 * @param {number} loadBefore load average of the machine before the run
 */
export function markdownPage(results, { seconds, seed }, loadBefore) {
  const day = new Date().toISOString().slice(0, 10);
  return [
    '# Reliability, measured',
    '',
    '<!-- Written by `npm run test:faults -- --markdown docs/reliability-measured.md`. -->',
    '<!-- prettier-ignore-start -->',
    '',
    `One run of the fault suite: ${day}, ${availableParallelism()} cores, Node ${process.versions.node}, \`--seconds ${seconds} --seed ${seed}\`; ` +
      `load average of the machine before it ${loadBefore.toFixed(1)}, at its end ${loadavg()[0].toFixed(1)}. ` +
      'What each promise is: [reliability](reliability.md). **holds**: right or wrong on any machine; **figure**: depends on the machine.',
    '',
    ...results.flatMap(section),
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n');
}

function section({ name, ids, about, fault, findings, told }) {
  const rows = findings.map(
    ({ ids: promises, what, measured, isMet, isFigure }) =>
      `| ${promises.join(', ')} | ${cell(what)} | ${cell(measured)} | ${isFigure ? 'figure' : 'holds'} | ${isMet ? 'yes' : '**no**'} |`,
  );
  return [
    `## ${name}`,
    '',
    `${ids.join(', ')}: ${about}.`,
    '',
    ...(fault ? [`It did not end: ${cell(fault.split('\n')[0])}`, ''] : []),
    ...(rows.length > 0
      ? ['| Promise | What | Measured | Kind | Met |', '| --- | --- | --- | --- | --- |', ...rows, '']
      : []),
    ...(told.length > 0 ? ['```text', ...told, '```', ''] : []),
  ];
}

function cell(text) {
  return String(text).replaceAll('|', '/').trim();
}
