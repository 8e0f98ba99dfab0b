import { streamOf } from '#application';

const PREFIX = streamOf.issue('');

/** The issue whose stream this is; null for the stream of anything else. */
export function issueOf(streamId: string): string | null {
  return streamId.startsWith(PREFIX) ? streamId.slice(PREFIX.length) : null;
}
