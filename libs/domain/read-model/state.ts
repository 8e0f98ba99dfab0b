/** Positions that were ever skipped, in the order of the acts. Whether they are left out now, the read model itself tells. */
export interface ReadModelState {
  readonly skipped: readonly number[];
}

export const initialReadModel: ReadModelState = { skipped: [] };
