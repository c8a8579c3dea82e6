import { startNginx } from '../../support/services/nginx.mjs';
import { isAnswered } from '../support/timeline.mjs';

export default {
  ids: ['H5'],
  about: 'two servers behind nginx are restarted one after the other under load',
  async run(trial) {
    const stand = await trial.stand({ servers: 2, env: { DRAIN_DELAY_MS: '2000', TRUST_PROXY: 'true' } });
    const nginx = await startNginx(stand.servers.map(({ url }) => url));
    stand.onEnd(() => nginx.stop());
    // What one server can do alone while the other one starts beside it.
    const perSecond = Math.min(40, 0.2 * (await trial.capacityOf(stand)));
    const codes = [];
    const restart = (server) => async () => {
      server.signal('SIGTERM');
      codes.push((await server.exited).code);
      await server.start();
    };
    const load = await trial.load(stand, {
      url: nginx.url,
      seconds: Math.max(trial.seconds, 30),
      perSecond,
      mix: { predict: 60, cached: 30, history: 10 },
      script: [
        [0.1, 'first server restarted', restart(stand.servers[0])],
        [0.5, 'second server restarted', restart(stand.servers[1])],
      ],
    });
    const bad = load.records.filter((record) => !isAnswered(record));
    trial.holds(
      'H5',
      'exit codes',
      codes.join(' '),
      codes.every((code) => code === 0),
    );
    trial.holds('H5', `failed requests of ${load.records.length}`, bad.length, bad.length === 0);
  },
};
