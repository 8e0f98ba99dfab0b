/** The stream that says that the record was restored. */
export const EPOCH_STREAM = 'epoch';

/** What is read of an event of the log here. Logs that were never restored need not show more than positions and hashes. */
export interface EpochSource {
  readonly position: number;
  readonly hash: string;
  readonly streamId?: string;
  readonly data?: unknown;
}

/** What a restore declared as lost. */
export interface DeclaredEpoch {
  readonly epoch: number;
  readonly after: number;
  readonly lostTo: number | null;
}

export function epochIn({ streamId, data }: EpochSource): DeclaredEpoch | undefined {
  return streamId === EPOCH_STREAM ? data as DeclaredEpoch : undefined;
}

/** The epoch from this event on. */
export function epochSince(event: EpochSource, before: number): number {
  return epochIn(event)?.epoch ?? before;
}
