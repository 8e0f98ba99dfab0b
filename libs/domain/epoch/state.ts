/** The first epoch has no event: it begins with the record. */
export interface EpochState {
  readonly epoch: number;
}

export const initialEpoch: EpochState = { epoch: 1 };
