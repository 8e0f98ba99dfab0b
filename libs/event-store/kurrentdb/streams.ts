/**
 * The streams of a record. All events are in one, whose revisions are the positions less one: there they are gapless and in
 * their order by the server's own doing. Beside it, written in the same transaction, are indexes: one for each of the
 * product's streams and one for each command, telling where in the log their events lie.
 */
export interface StreamNames {
  readonly log: string;
  indexOfStream(streamId: string): string;
  indexOfCommand(commandId: string): string;
}

export function streamNames(prefix: string): StreamNames {
  return {
    log: `${prefix}-log`,
    indexOfStream: (streamId) => `${prefix}-stream-${safe(streamId)}`,
    indexOfCommand: (commandId) => `${prefix}-command-${safe(commandId)}`,
  };
}

const ENCODER = new TextEncoder();

/** Readable, and different for different names: within one append the server takes names that differ by case alone for one. */
function safe(name: string): string {
  return name.replace(/[^a-z0-9/._-]/gu, (character) => [...ENCODER.encode(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}
