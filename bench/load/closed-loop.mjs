import { Connection } from './connection.mjs';

/** Every connection asks again as soon as it is answered. The first part of the time is not counted. */
export async function closedLoop(
  { host, port, connections, seconds, warmupSeconds },
  nextRequest,
  tally,
  onStart,
  onEnd,
) {
  const started = performance.now();
  const countFrom = started + warmupSeconds * 1000;
  const end = countFrom + seconds * 1000;
  setTimeout(onStart, warmupSeconds * 1000);
  setTimeout(onEnd, (warmupSeconds + seconds) * 1000);
  const client = async () => {
    let connection = new Connection(port, host);
    await connection.opened;
    for (let sent = performance.now(); sent < end; sent = performance.now()) {
      const request = nextRequest();
      const answer = await connection.exchange(request);
      const now = performance.now();
      if (now >= countFrom && now < end) tally.add(answer, now - sent, sent - countFrom, request);
      if (connection.isOpen) await connection.flushed();
      if (!connection.isReusable) {
        connection.close();
        connection = new Connection(port, host);
        await connection.opened;
      }
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, client));
  return { notSent: 0 };
}
