import { Arrivals } from './arrivals.js';
import {
  endRequest,
  type RequestContext,
  runInRequestContext,
  submitting,
} from '../common/request-context.js';

describe('Arrivals', () => {
  const model = {};
  let nowMs: number;
  let due: (() => void)[];
  let arrivals: Arrivals;

  beforeEach(() => {
    nowMs = 0;
    due = [];
    arrivals = new Arrivals(
      () => nowMs,
      (_ms, callback) => {
        due.push(callback);
        return () => undefined;
      },
    );
    arrivals.refused(model);
  });

  function letIn(): RequestContext {
    const context = { requestId: 'one-of-them', method: 'POST', startedMs: 0 };
    runInRequestContext(context, () => arrivals.letIn(model));
    return context;
  }

  it('promises a place to each that was let in', () => {
    letIn();
    letIn();
    expect(arrivals.countFor(model)).toBe(2);
    expect(arrivals.countFor({})).toBe(0);
  });

  it.each([
    ['its work has been submitted', (context: RequestContext) => runInRequestContext(context, submitting)],
    ['it is over', endRequest],
    ['its body has taken a second', () => due[1]?.()],
    ['more than one of these, once', (context: RequestContext) => (endRequest(context), due[1]?.())],
  ])('gives the place up when %s', (_when, happens) => {
    letIn();
    happens(letIn());
    expect(arrivals.countFor(model)).toBe(1);
  });

  it('counts nobody while nobody is refused', () => {
    letIn();
    nowMs = 1000;
    expect(arrivals.countFor(model)).toBe(0);
    arrivals.refused(model);
    expect(arrivals.countFor(model)).toBe(1);
  });
});
