import type pg from 'pg';
import type { Sender } from '../writer.js';
import { appendParameters, sendBatch } from './append-batch.js';
import { failureOf } from './failure.js';

/** Sends each batch on a connection of the pool; one whose attempt failed is not used again. */
export function batchSender(pool: pg.Pool, attemptMs: number): Sender {
  return (batch) => {
    const parameters = appendParameters(batch);
    return async (again) => {
      let client: pg.PoolClient;
      try {
        client = await pool.connect();
      } catch (cause) {
        return { failure: 'not-sent', cause };
      }
      let broken = true;
      try {
        const outcomes = await sendBatch(client, batch, parameters, { timeoutMs: attemptMs, again });
        broken = false;
        return { outcomes };
      } catch (cause) {
        return { failure: failureOf(cause), cause };
      } finally {
        client.release(broken);
      }
    };
  };
}
