export default {
  ids: ['H3'],
  about: 'ten cold starts with the starter model, PostgreSQL and Redis',
  async run(trial) {
    const stand = await trial.stand({ models: ['hazard-detector'], isStarted: false });
    const times = [];
    for (let turn = 0; turn < 10; turn += 1) {
      times.push((await stand.server.start()).readyMs);
      await stand.server.kill();
    }
    const slowest = Math.round(Math.max(...times));
    trial.say(`to ready, ms: ${times.map(Math.round).join(', ')}`);
    trial.figure('H3', 'slowest start to ready, ms', slowest, slowest <= 10_000);
  },
};
