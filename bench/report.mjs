/** The figures with their targets: the rows of the table. A target without a limit is only told. */
const ROWS = [
  row('Cores that other programs used meanwhile', '', ({ ratios }) => ratios?.othersCores),
  row(
    'CPU time of one detection over HTTP, as a multiple of the bare loop',
    '<= 1.10',
    ({ ratios }) => ratios?.cpuRatio,
    atMost(1.1),
  ),
  row(
    'Detections a second over HTTP, as a share of the bare loops, generator on the same cores',
    '>= 0.85',
    ({ ratios }) => ratios?.throughputRatio,
    atLeast(0.85),
  ),
  row(
    'The same without what generator and embedded database took',
    '',
    ({ ratios }) => ratios?.throughputRatioWithoutGenerator,
  ),
  row('Detections a second over HTTP', '', ({ ratios }) => ratios?.perSecond),
  ...[0, 1, 2].map((index) =>
    row(
      `Detection P95 at ${[20, 50, 80][index]} % of capacity, open loop, ms`,
      index === 2 ? '<= 150' : '',
      ({ openLoop }) => openLoop?.steps[index].latencyMs.p95,
      index === 2 ? atMost(150) : undefined,
    ),
  ),
  row('Errors at 80 % of capacity', '0', ({ openLoop }) => openLoop?.steps[2].errors, atMost(0)),
  row('/health/live P99 at 10 x capacity, ms', '<= 50', ({ overload }) => overload?.liveMs.p99, atMost(50)),
  row(
    '/health/live probes without a 200',
    '0',
    ({ overload }) => overload && overload.liveProbes - overload.liveOk,
    atMost(0),
  ),
  row(
    'Goodput at 10 x capacity, as a share of the maximum',
    '>= 0.9',
    ({ overload }) => overload?.goodputRatio,
    atLeast(0.9),
  ),
  row('Refusal P95 at 10 x capacity, ms', '', ({ overload }) => overload?.refusalMs.p95),
  row('Cache hits a second, 50 users', '', ({ cache }) => cache?.perSecond),
  row('Cache hit, server time P95 at 50 users, ms', '<= 5', ({ cache }) => cache?.serverMs.p95, atMost(5)),
  ...[0, 1].flatMap((index) => {
    const users = [50, 100][index];
    return [
      row(
        `Mean of ${users} users (sessions, known and new pictures, history), ms`,
        `< ${[500, 200][index]}`,
        (phases) => phases.users?.[index].meanMs,
        atMost([500, 200][index]),
      ),
      row(`P95 of ${users} users, ms`, '', (phases) => phases.users?.[index].p95),
      row(`Errors of ${users} users`, '0', (phases) => phases.users?.[index].errors, atMost(0)),
      row(
        `Most of the database pool in use by ${users} users`,
        '< 0.5',
        (phases) => phases.users?.[index].pool.mostShare,
        atMost(0.5),
      ),
    ];
  }),
  row(
    'First start to ready, embedded database, ms',
    '<= 5000',
    ({ start }) => start?.first.readyMs,
    atMost(5000),
  ),
  row(
    'Later start to ready, embedded database, ms',
    '<= 2000',
    ({ start }) => start?.later.readyMs,
    atMost(2000),
  ),
  row(
    'HTTP process, memory at its highest, MB',
    '<= 200',
    ({ memory }) => memory?.http[0].peakMb,
    atMost(200),
  ),
  row(
    'Executor, memory at its highest, MB',
    'model x 2 + 150',
    ({ memory }) => memory && Math.max(...memory.executors.map(({ peakMb }) => peakMb)),
    (value, { memory }) => value <= 2 * memory.modelMb + 150,
  ),
];

function row(what, target, value, isMet) {
  return { what, target, value, isMet };
}

function atMost(limit) {
  return (value) => value <= limit;
}

function atLeast(limit) {
  return (value) => value >= limit;
}

/** Markdown for docs/performance.md: only what was measured in this run. */
export function markdownTable(result) {
  const lines = ['| what | target | measured | met |', '|---|---|---|---|'];
  for (const { what, target, value, isMet } of ROWS) {
    const measured = value(result.phases);
    if (measured === undefined) continue;
    const met = isMet ? (isMet(measured, result.phases) ? 'yes' : '**no**') : '';
    lines.push(`| ${what} | ${target} | ${measured} | ${met} |`);
  }
  return lines.join('\n');
}
