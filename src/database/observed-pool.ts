import pg, { Pool } from 'pg';
import type { PoolClient } from 'pg';

/** Told how long somebody waited for a connection, in milliseconds, and whether there was one in the end. */
export type WaitListener = (ms: number, isServed: boolean) => void;

type Callback = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/** node-postgres' pool, which counts its connections but does not tell how long one was waited for. */
export class ObservedPool extends Pool {
  onWait: WaitListener = () => undefined;

  override connect(): Promise<PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<PoolClient> | void {
    const startedAt = performance.now();
    const note = (isServed: boolean): void => this.onWait(performance.now() - startedAt, isServed);
    if (callback) {
      super.connect((error, client, done) => {
        note(error === undefined || error === null);
        callback(error, client, done);
      });
      return;
    }
    return super.connect().then(
      (client) => {
        note(true);
        return client;
      },
      (error: Error) => {
        note(false);
        throw error;
      },
    );
  }
}

/** For TypeORM's `driver`: node-postgres with this pool in it. */
export const observedPostgres = { ...pg, Pool: ObservedPool };
