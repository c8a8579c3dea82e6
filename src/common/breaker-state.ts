/** 0 closed: calls go through. 1 half open: one probe is out. 2 open: calls are refused. As exported to metrics. */
export type BreakerState = 0 | 1 | 2;
