import { databaseFault } from '../support/database-fault.mjs';

export default {
  ids: ['D1', 'D6'],
  about: 'PostgreSQL is killed under load and started again',
  isSmoke: true,
  run: (trial) =>
    databaseFault(trial, {
      begin: ['PostgreSQL SIGKILL', (stand) => stand.postgres.kill()],
      end: ['PostgreSQL started', (stand) => stand.postgres.restart()],
    }),
};
