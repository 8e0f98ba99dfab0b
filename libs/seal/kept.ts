import { Fault } from '#kernel';
import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { parseNote, type SignedNote } from './note.js';

export interface KeptCheckpoint extends Checkpoint {
  /** As it stands in the text it was found in. */
  readonly note: string;
  readonly signed: SignedNote;
}

/** What a text holds that checkpoints were exported to, one after the other. */
export interface Kept {
  readonly checkpoints: readonly KeptCheckpoint[];
  /** In how many places it holds something else, such as a checkpoint whose writing was cut off. */
  readonly passedOver: number;
}

/** Begins where the text does, behind an empty line, or behind a signature. */
const NOTE = /(?<=^\n*|\n\n|\n— [^\n]*\n)(?:[^\n]+\n)+\n(?:— [^\n]+\n)+/gu;

/** The whole checkpoints in a text; what is none is passed over. */
export function checkpointsIn(text: string): Kept {
  const checkpoints: KeptCheckpoint[] = [];
  let end = 0;
  let passedOver = 0;
  const passTo = (place: number): void => { if (text.slice(end, place).trim() !== '') passedOver += 1; };
  for (const { 0: note, index } of text.matchAll(NOTE)) {
    const found = checkpointOf(note);
    if (!found) continue;
    passTo(index);
    end = index + note.length;
    checkpoints.push(found);
  }
  passTo(text.length);
  return { checkpoints, passedOver };
}

/** The same of what somebody gives as evidence. Fault `seal-note-malformed` when there is no checkpoint in it. */
export function evidenceIn(text: string): Kept {
  const kept = checkpointsIn(text);
  if (kept.checkpoints.length > 0) return kept;
  throw new Fault('seal-note-malformed', { params: { text: text.slice(0, 60) }, tryNext: 'give checkpoints as `seal export` or a witness wrote them' });
}

function checkpointOf(note: string): KeptCheckpoint | undefined {
  try {
    const signed = parseNote(note);
    return { ...parseCheckpoint(signed.text), note, signed };
  } catch (fault) {
    if (fault instanceof Fault) return undefined;
    throw fault;
  }
}
