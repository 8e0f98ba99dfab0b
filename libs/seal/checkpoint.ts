import { hash } from 'node:crypto';
import { Fault, type Instant } from '#kernel';

/** What a checkpoint says: the head of the tree at a size, and which checkpoint it follows. */
export interface Checkpoint {
  /** The installation, `minqing/<uuid>`: the name that its keys sign in. */
  readonly origin: string;
  /** How many events, from position 1, the tree holds. */
  readonly size: number;
  readonly root: Buffer;
  /** Grows by one each time the record was restored from a backup, from 1. */
  readonly epoch: number;
  readonly at: Instant;
  /** SHA-256 of the text of the checkpoint before; 32 zero bytes for the first. */
  readonly previous: Buffer;
}

/** What the first checkpoint names as the one before. */
export const NO_CHECKPOINT = Buffer.alloc(32);

/**
 * The text that is signed: C2SP's tlog-checkpoint (c2sp.org/tlog-checkpoint), which is origin, size and root, with three
 * extension lines. Each line ends in a newline.
 */
export function checkpointText({ origin, size, root, epoch, at, previous }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\nepoch ${epoch}\ntime ${at}\nprevious ${previous.toString('base64')}\n`;
}

const NUMBER = '(0|[1-9]\\d{0,15})';
const HASH = '([A-Za-z0-9+/]{43}=)';
const TEXT = new RegExp(`^([^\\s+]+)\\n${NUMBER}\\n${HASH}\\nepoch ${NUMBER}\\ntime (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)\\nprevious ${HASH}\\n$`, 'u');

/** Fault `seal-note-malformed` for a text that is no checkpoint of ours. */
export function parseCheckpoint(text: string): Checkpoint {
  const [, origin, size, root, epoch, at, previous] = TEXT.exec(text) ?? [];
  if (origin === undefined || at === undefined) throw new Fault('seal-note-malformed', { params: { text: text.slice(0, 60) }, tryNext: 'give a checkpoint as `seal export` or a witness wrote it' });
  return { origin, size: Number(size), root: Buffer.from(root!, 'base64'), epoch: Number(epoch), at, previous: Buffer.from(previous!, 'base64') };
}

/** What the next checkpoint names this one by. Signatures are left out: a witness may add its own. */
export function checkpointHash(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
