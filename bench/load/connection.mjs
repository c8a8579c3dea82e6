import { connect } from 'node:net';

const HEADER_END = Buffer.from('\r\n\r\n');

/**
 * A keep-alive connection that speaks as much HTTP/1.1 as our server's answers need (status line, Content-Length). A
 * full client would use a good part of the core time that it takes from the server beside it.
 */
export class Connection {
  #socket;
  #received = [];
  #receivedLength = 0;
  #answerLength = 0;
  #head = '';
  #settle;
  #flushed = Promise.resolve();
  #isFlushed = true;
  #bodyStart = 0;
  #exchanges = 0;
  #isEnding = false;
  isOpen = false;

  constructor(port, host) {
    this.#socket = connect({ port, host, noDelay: true });
    this.opened = new Promise((resolve) => {
      this.#socket.once('connect', () => {
        this.isOpen = true;
        resolve();
      });
      this.#socket.once('close', () => {
        this.isOpen = false;
        resolve();
        this.#end({ status: 0, head: '', reason: this.#brokenBecause() });
      });
    });
    this.#socket.on('error', () => {});
    this.#socket.on('data', (chunk) => this.#receive(chunk));
  }

  /**
   * Sends one request and waits for the answer's last byte. Not to be called again before that.
   *
   * @param {Buffer[]} parts
   * @returns {Promise<{ status: number, head: string, body?: () => Buffer, reason?: string }>} status 0 and a reason when
   *   there was no answer: `refused` (nobody listens), `stale` (a used connection broke before a byte of the answer, as it
   *   does when the server closes it at the same moment), `reset` (a new one did), `cut` (in the middle of the answer)
   */
  exchange(parts) {
    if (!this.isOpen) return Promise.resolve({ status: 0, head: '', reason: 'refused' });
    this.#exchanges += 1;
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#isFlushed = false;
      this.#socket.cork();
      for (const part of parts.slice(0, -1)) this.#socket.write(part);
      this.#flushed = new Promise((flushed) => {
        this.#socket.write(parts.at(-1), (error) => {
          this.#isFlushed = !error;
          flushed();
        });
      });
      this.#socket.uncork();
    });
  }

  /** When the last request is on its way completely: a refusal may come before that. */
  flushed() {
    return this.#flushed;
  }

  /** Whether it can take a next request. */
  get isReusable() {
    return this.isOpen && this.#isFlushed && !this.#isEnding && !this.#settle;
  }

  close() {
    this.#socket.destroy();
  }

  #receive(chunk) {
    this.#received.push(chunk);
    this.#receivedLength += chunk.length;
    if (this.#answerLength === 0 && !this.#readHead()) return;
    if (this.#receivedLength < this.#answerLength) return;
    const [chunks, bodyStart] = [this.#received, this.#bodyStart];
    this.#received = [];
    this.#receivedLength = 0;
    this.#answerLength = 0;
    const status = Number(this.#head.slice(9, 12));
    if (/\r\nconnection: close/i.test(this.#head)) {
      this.#isEnding = true;
      this.#socket.end();
    }
    this.#end({ status, head: this.#head, body: () => Buffer.concat(chunks).subarray(bodyStart) });
  }

  #readHead() {
    const all = this.#received.length === 1 ? this.#received[0] : Buffer.concat(this.#received);
    this.#received = [all];
    const end = all.indexOf(HEADER_END);
    if (end < 0) return false;
    this.#head = all.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#head)?.[1] ?? 0);
    this.#bodyStart = end + HEADER_END.length;
    this.#answerLength = this.#bodyStart + length;
    return true;
  }

  #brokenBecause() {
    if (this.#receivedLength > 0) return 'cut';
    return this.#exchanges > 1 ? 'stale' : 'reset';
  }

  #end(answer) {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(answer);
  }
}
