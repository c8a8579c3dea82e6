import { databaseFault } from '../support/database-fault.mjs';

export default {
  ids: ['D1'],
  about: 'PostgreSQL is stopped (SIGSTOP) under load and goes on later',
  run: (trial) =>
    databaseFault(trial, {
      begin: ['PostgreSQL SIGSTOP', (stand) => stand.postgres.freeze()],
      end: ['PostgreSQL SIGCONT', (stand) => stand.postgres.thaw()],
    }),
};
