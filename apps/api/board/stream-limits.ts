/** What the live streams of the board may take. */
export interface StreamLimits {
  /** How often a stream is looked after: its session still lives, its place is kept up to date. */
  readonly heartbeatMs: number;
  /** Changes kept for listeners that come back; who missed more gets the board again. */
  readonly keptChanges: number;
  /** A client that leaves this much unread is not following any more. */
  readonly mostUnreadBytes: number;
}

export const USUAL_STREAM_LIMITS: StreamLimits = { heartbeatMs: 15_000, keptChanges: 1_000, mostUnreadBytes: 1024 * 1024 };
