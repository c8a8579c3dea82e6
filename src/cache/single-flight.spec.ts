import { type FlightRules, SingleFlight, type Waiter } from './single-flight.js';

const rules: FlightRules = {
  stopped: (fault) => new Error(fault),
  isOfLeader: (error) => error instanceof Error && error.message === 'deadline of the leader',
};

function waiter(changes: Partial<Waiter> = {}): Waiter {
  return { deadlineAt: Date.now() + 10_000, signal: undefined, ...changes };
}

/** A computation that the test ends by hand. */
function pending<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function failAtOnce(): Promise<never> {
  throw new Error('at once');
}

describe('SingleFlight', () => {
  let flights: SingleFlight;

  beforeEach(() => {
    flights = new SingleFlight();
  });

  it('computes once for 200 callers of one key', async () => {
    let runs = 0;
    const work = pending<string>();
    const calls = Array.from({ length: 200 }, () =>
      flights.run('key', waiter(), rules, () => {
        runs += 1;
        return work.promise;
      }),
    );
    work.resolve('answer');
    const answers = await Promise.all(calls);
    expect(runs).toBe(1);
    expect(answers.filter((answer) => answer.isLeader)).toHaveLength(1);
    expect(answers.every((answer) => answer.value === 'answer')).toBe(true);
    expect(flights.size).toBe(0);
  });

  it('computes once for each key', async () => {
    const keys = ['a', 'b', 'c'];
    const answers = await Promise.all(keys.map((key) => flights.run(key, waiter(), rules, async () => key)));
    expect(answers.map((answer) => answer.value)).toEqual(keys);
  });

  it('computes again once it is over', async () => {
    let runs = 0;
    const count = async (): Promise<number> => ++runs;
    await flights.run('key', waiter(), rules, count);
    expect((await flights.run('key', waiter(), rules, count)).value).toBe(2);
  });

  it('gives a failure to every caller and remembers nothing', async () => {
    let runs = 0;
    const fail = async (): Promise<never> => {
      runs += 1;
      throw new Error('broken');
    };
    const calls = Array.from({ length: 50 }, () => flights.run('key', waiter(), rules, fail));
    const outcomes = await Promise.allSettled(calls);
    expect(
      outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason.message === 'broken'),
    ).toBe(true);
    expect(runs).toBe(1);
    expect(flights.size).toBe(0);
  });

  it('survives a computation that throws before it returns a promise', async () => {
    await expect(flights.run('key', waiter(), rules, failAtOnce)).rejects.toThrow('at once');
    expect(flights.size).toBe(0);
  });

  it('lets a caller go at its own deadline and computes on for the others', async () => {
    const work = pending<string>();
    const leader = flights.run('key', waiter(), rules, () => work.promise);
    const hurried = flights.run('key', waiter({ deadlineAt: Date.now() + 5 }), rules, () => work.promise);
    await expect(hurried).rejects.toThrow('late');
    work.resolve('answer');
    expect((await leader).value).toBe('answer');
  });

  it('goes on when the client of the leader goes away', async () => {
    let isAborted = false;
    const client = new AbortController();
    const work = pending<string>();
    const start = (signal: AbortSignal): Promise<string> => {
      signal.addEventListener('abort', () => (isAborted = true));
      return work.promise;
    };
    const leader = flights.run('key', waiter({ signal: client.signal }), rules, start);
    const follower = flights.run('key', waiter(), rules, start);
    client.abort();
    await expect(leader).rejects.toThrow('gone');
    work.resolve('answer');
    expect(await follower).toEqual({ value: 'answer', isLeader: false });
    expect(isAborted).toBe(false);
  });

  it('aborts the computation when nobody waits any more', async () => {
    const clients = [new AbortController(), new AbortController()];
    let signal: AbortSignal | undefined;
    const work = pending<string>();
    const calls = clients.map((client) =>
      flights.run('key', waiter({ signal: client.signal }), rules, (given) => {
        signal = given;
        return work.promise;
      }),
    );
    await Promise.resolve();
    clients[0]?.abort();
    expect(signal?.aborted).toBe(false);
    clients[1]?.abort();
    expect(signal?.aborted).toBe(true);
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    work.resolve('too late');
  });

  it('tries once more, together, when only the time of the leader was over', async () => {
    let runs = 0;
    const first = pending<string>();
    const start = (): Promise<string> => {
      runs += 1;
      return runs === 1 ? first.promise : Promise.resolve('second');
    };
    const leader = flights.run('key', waiter(), rules, start);
    const followers = Array.from({ length: 20 }, () => flights.run('key', waiter(), rules, start));
    await Promise.resolve();
    first.reject(new Error('deadline of the leader'));
    await expect(leader).rejects.toThrow('deadline of the leader');
    const answers = await Promise.all(followers);
    expect(answers.every((answer) => answer.value === 'second')).toBe(true);
    expect(answers.filter((answer) => answer.isLeader)).toHaveLength(1);
    expect(runs).toBe(2);
  });

  it('does not try a third time', async () => {
    let runs = 0;
    const start = async (): Promise<string> => {
      runs += 1;
      throw new Error('deadline of the leader');
    };
    const calls = Array.from({ length: 5 }, () => flights.run('key', waiter(), rules, start));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    expect(runs).toBe(2);
  });

  it('does not try again with no time left', async () => {
    let runs = 0;
    const work = pending<string>();
    const start = (): Promise<string> => {
      runs += 1;
      return work.promise;
    };
    const leader = flights.run('key', waiter(), rules, start);
    const follower = flights.run('key', waiter({ deadlineAt: Date.now() + 40 }), rules, start);
    const outcomes = Promise.allSettled([leader, follower]);
    await Promise.resolve();
    work.reject(new Error('deadline of the leader'));
    expect((await outcomes).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    expect(runs).toBe(1);
  });

  it('refuses a caller whose client is gone already', async () => {
    const late = flights.run('key', waiter({ signal: AbortSignal.abort() }), rules, async () => 'answer');
    await expect(late).rejects.toThrow('gone');
  });
});
