import { UNREADABLE_SIGN } from './campaign.js';
import type { Chance } from './mutations.js';

type LineMutation = (lines: readonly string[], chance: Chance) => readonly string[];

/** Ways to write a record's lines so that one reader sees this in them, and another that. */
export const LINE_MUTATIONS: Readonly<Record<string, LineMutation>> = {
  'a text given twice': (lines, chance) => inOne(lines, '"data":', chance, (line) => line.replace('"data":', '"data":"{}","data":')),
  'something beside the event': (lines, chance) => inOne(lines, '"hash":', chance, (line) => line.replace(/\}$/, ',"corrected":"{}"}')),
  'half a character for a sign that could not be read': (lines, chance) => inOne(lines, UNREADABLE_SIGN, chance, (line) => line.replace(UNREADABLE_SIGN, '\\ud800')),
  'a number in another form': (lines, chance) => inOne(lines, '"revision":', chance, (line) => line.replace(/"revision":(\d+)/, '"revision":$1.0')),
  'an escaped letter': (lines, chance) => inOne(lines, '"streamId":"issue', chance, (line) => line.replace('"streamId":"issue', '"streamId":"\\u0069ssue')),
  'an empty line': (lines, chance) => inOne(lines, '"position":', chance, (line) => `${line}\n`),
  'two events in a line': (lines, chance) => inOne(lines, '"position":', chance, (line) => `${line}${line}`),
  'a key behind an event': (lines) => [...lines, lines.find((line) => line.startsWith('{"key":'))!],
  'two checkpoints in a line': (lines, chance) => inOne(lines, '{"checkpoint":', chance, (line) => checkpointLine(line, (note) => `${note}${note}`)),
  'something beside a checkpoint': (lines, chance) => inOne(lines, '{"checkpoint":', chance, (line) => line.replace(/\}$/, ',"corrected":""}')),
  'a checkpoint given twice': (lines, chance) => inOne(lines, '{"checkpoint":', chance, (line) => line.replace('{', '{"checkpoint":"",')),
  'something beside a key': (lines, chance) => inOne(lines, '{"key":', chance, (line) => line.replace('{', '{"was":"",')),
  'a word behind a signature': (lines, chance) => inOne(lines, '{"checkpoint":', chance, (line) => checkpointLine(line, (note) => note.replace(/\n$/, ' true\n'))),
  'a sign in a signature that some leave out': (lines, chance) => inOne(lines, '{"checkpoint":', chance, (line) => checkpointLine(line, (note) => note.replace(/(.)\n$/, '!$1\n'))),
  'a digit of a signature in which nothing is said': (lines, chance) => inOne(lines, '{"checkpoint":', chance, (line) => checkpointLine(line, withUnusedBits)),
};

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Changes the last digit before the padding in the bits that decode to nothing. */
function withUnusedBits(note: string): string {
  const changed = note.replace(/(.)(=+)\n$/, (_, digit: string, padding: string) => `${DIGITS[DIGITS.indexOf(digit) ^ 1]!}${padding}\n`);
  if (changed === note) throw new Error('this signature has no unused bits');
  return changed;
}

function inOne(lines: readonly string[], holding: string, chance: Chance, change: (line: string) => string): readonly string[] {
  const places = lines.flatMap((line, place) => (line.includes(holding) ? [place] : []));
  const chosen = places[chance(places.length)];
  return lines.map((line, place) => (place === chosen ? change(line) : line));
}

function checkpointLine(line: string, change: (note: string) => string): string {
  return JSON.stringify({ checkpoint: change((JSON.parse(line) as { readonly checkpoint: string }).checkpoint) });
}
