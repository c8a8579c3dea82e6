import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Env } from '../../config/env.js';
import { ModelSnapshots } from '../../models/snapshot/model-snapshots.js';
import { checkRepository, type CheckedVersion } from '../check-repository.js';
import { type CheckRow, checkView } from '../check-view.js';
import { type Command, EXIT } from '../command.js';
import type { LoadOutcome } from '../load-versions.js';

export const checkCommand: Command = {
  usage: 'check [<folder>] [--load] [--json]',
  description: [
    'Checks a folder of models as the server would read it: every model and version, its manifest, labels and external data, and the models that it names. Without a folder it is MODEL_DIR.',
    'With --load each version is also started in a process of its own, warmed up, asked its golden samples and ended again, one at a time.',
  ],
  options: {
    load: { type: 'boolean', doc: 'Start each version and run it.' },
    json: { type: 'boolean', doc: 'For programs.' },
  },
  args: [0, 1],
  faults: 'something in the folder is not in order',
  run: async ({ args, cwd, env, flag, terminal }) => {
    const settings = env();
    const folder = args[0] ?? settings.MODEL_DIR;
    const path = resolve(cwd, folder);
    const { versions, skipped, loads } = flag('load')
      ? await withCopies(async (snapshots) => {
          const checked = await checkRepository(path, settings, { snapshots });
          return { ...checked, loads: await loadSound(checked.versions, settings) };
        })
      : { ...(await checkRepository(path, settings)), loads: new Map<CheckedVersion, LoadOutcome>() };
    const rows = versions.map((checked): CheckRow => {
      const load = loads.get(checked) ?? null;
      const reasons = load && !load.ok ? [load.reason] : [];
      return { checked, load, faults: [...checked.faults, ...reasons] };
    });
    const isSound = skipped.length === 0 && rows.every(({ faults }) => faults.length === 0);
    if (flag('json')) terminal.line(JSON.stringify(report(folder, rows, skipped, isSound), null, 2));
    else for (const line of checkView(terminal, rows, skipped)) terminal.line(line);
    return isSound ? EXIT.ok : EXIT.fault;
  },
};

/** Loads what is in order; the engine's code is read only now. */
async function loadSound(
  versions: readonly CheckedVersion[],
  env: Env,
): Promise<Map<CheckedVersion, LoadOutcome>> {
  const { loadVersions } = await import('../load-versions.js');
  const all = versions.flatMap(({ derived }) => derived ?? []);
  const sound = versions.filter(({ derived, faults }) => derived !== null && faults.length === 0);
  const outcomes = await loadVersions(
    sound.flatMap(({ derived }) => derived ?? []),
    all,
    env,
  );
  return new Map(sound.map((checked, index) => [checked, outcomes[index]!]));
}

/** Private copies of the models, as the server makes them, for as long as `use` takes. */
async function withCopies<T>(use: (snapshots: ModelSnapshots) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'sibyl-check-'));
  try {
    return await use(new ModelSnapshots(scratch));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function report(
  folder: string,
  rows: readonly CheckRow[],
  skipped: Awaited<ReturnType<typeof checkRepository>>['skipped'],
  ok: boolean,
): object {
  return {
    ok,
    model_dir: folder,
    versions: rows.map(({ checked: { model, version, derived }, faults, load }) => ({
      model,
      version,
      ok: faults.length === 0,
      task: derived?.spec.task.kind ?? null,
      faults,
      notes: [...(derived?.notes ?? []), ...(load?.ok ? load.report.notes : [])],
      load: load?.ok
        ? {
            load_ms: load.report.loadMs,
            warmup_ms: load.report.warmupMs,
            memory_mb: load.report.rssMb,
            golden_samples: load.samples,
          }
        : null,
    })),
    skipped,
  };
}
