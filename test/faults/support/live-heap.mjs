import { WebSocket } from 'ws';

import { waitFor } from '../../support/services/wait-for.mjs';

/**
 * What the heap of a Node.js process holds once all garbage is collected, through its inspector. The process has to be started with
 * `--inspect-port`; nothing of it listens before `attach` sends SIGUSR1.
 */
export class LiveHeap {
  #socket;
  #number = 0;
  /** @type {Map<number, (result: any) => void>} */
  #waiting = new Map();

  /** @param {number} pid @param {number} port of its `--inspect-port` */
  static async attach(pid, port) {
    process.kill(pid, 'SIGUSR1');
    const heap = new LiveHeap();
    const address = await waitFor(
      async () => {
        const [target] = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
        return target?.webSocketDebuggerUrl;
      },
      { what: `the inspector of ${pid} on port ${port}` },
    );
    heap.#socket = new WebSocket(address);
    heap.#socket.on('message', (text) => {
      const { id, result } = JSON.parse(text);
      heap.#waiting.get(id)?.(result);
      heap.#waiting.delete(id);
    });
    await new Promise((resolve, reject) => {
      heap.#socket.once('open', resolve).once('error', reject);
    });
    return heap;
  }

  /** In MB. Stops the process for a collection, some tens of milliseconds. */
  async measure() {
    await this.#call('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#call('Runtime.getHeapUsage');
    return usedSize / 1048576;
  }

  close() {
    this.#socket.terminate();
  }

  #call(method) {
    const id = ++this.#number;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method }));
    });
  }
}
