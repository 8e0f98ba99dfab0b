import type { FastifyRequest } from 'fastify';

/** How long is waited for what may take long. */
export interface Patience {
  /** A connection on which nothing moves for so long is cut: who asks and does not read would fill the memory with answers. */
  readonly standstillMs: number;
  /** Enough less than a standstill for the answer that it took too long: while a what-if is worked out nothing moves on its connection. */
  readonly whatIfMs: number;
}

export const USUAL_PATIENCE: Patience = { standstillMs: 60_000, whatIfMs: 45_000 };

/** Does what takes as long as it takes, and goes on whoever still waits: that nothing moves on the connection meanwhile is no standstill. */
export async function unhurried<T>({ raw: { socket } }: FastifyRequest, work: () => Promise<T>): Promise<T> {
  const usual = socket.timeout ?? 0;
  socket.setTimeout(0);
  try {
    return await work();
  } finally {
    socket.setTimeout(usual);
  }
}
