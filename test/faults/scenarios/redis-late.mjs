import { cacheUsedAgainMs } from '../support/dependencies.mjs';

export default {
  ids: ['C3'],
  about: 'the server starts while Redis is absent; Redis comes later',
  async run(trial) {
    const stand = await trial.stand({ isStarted: false, postgres: false, env: { DATABASE_MODE: 'off' } });
    const { server } = stand;
    const times = { with: [], without: [] };
    for (let turn = 0; turn < 3; turn += 1) {
      times.with.push((await server.start()).readyMs);
      await server.kill();
      await stand.redis.kill();
      times.without.push((await server.start()).readyMs);
      if (turn < 2) {
        await server.kill();
        await stand.redis.restart();
      }
    }
    const [withRedis, without] = [Math.min(...times.with), Math.min(...times.without)];
    const longer = Math.round(without - withRedis);
    trial.figure('C3', 'a start without Redis takes longer by, ms', longer, longer <= 500);
    await stand.redis.restart();
    const usedMs = await cacheUsedAgainMs(stand);
    trial.figure('C3', 'a late Redis is used after, ms', Math.round(usedMs), usedMs <= 2000);
  },
};
