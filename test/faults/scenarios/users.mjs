import { measureUsers } from '../../../bench/phases/users.mjs';

export default {
  ids: ['D5', 'C8'],
  about: '50 and 100 people: sessions, known and new pictures, history; PostgreSQL and Redis',
  async run(trial) {
    const stand = await trial.stand({ models: ['hazard-detector'] });
    const crowds = await measureUsers({
      options: { seconds: trial.seconds },
      server: { url: stand.url },
      model: { name: stand.model },
      picture: stand.picture,
      say: (text) => trial.say(text),
    });
    for (const { users, meanMs, p95, errors, pool, byKind, sessionSteps } of crowds) {
      trial.holds('D5', `errors of ${users} users`, errors, errors === 0);
      trial.figure('D5', `mean of ${users} users, ms`, meanMs, meanMs < (users === 50 ? 500 : 200));
      trial.say(`P95 of ${users} users: ${p95} ms`);
      trial.figure(
        'D5',
        `most of the pool in use by ${users} users, %`,
        Math.round(pool.mostShare * 100),
        pool.mostShare < 0.5,
      );
      trial.figure(
        'D5',
        `most waiting for a connection, ${users} users`,
        pool.mostWaiting,
        pool.mostWaiting <= 5,
      );
      const { all } = sessionSteps;
      trial.figure(
        'C8',
        `P95 of ${all.count} steps of sessions with ${users} users, in the server, ms (goal 5; within 5 ms: ${all.within5ms})`,
        all.p95,
        all.p95 <= 50,
      );
      const steps = ['create', 'session', 'end'].map((kind) => byKind[kind]?.p95 ?? 0);
      const slowest = Math.max(...steps);
      trial.figure(
        'C8',
        `P95 of a session's step with ${users} users, at the client, ms`,
        slowest,
        slowest <= 50,
      );
      trial.figure(
        'C8',
        `P95 of a known picture with ${users} users, at the client, ms`,
        byKind.cached.p95,
        byKind.cached.p95 <= 50,
      );
    }
  },
};
