import { Level } from './api-codes.js';
import type { WhatIfIssue, WhatIfSide, WhatIfSums } from './api-what-if.js';
import type { Piece } from './replay-lines.js';

/** One thing that differs, as it was and as it would have been, for a screen or a terminal to put into words. No pieces: there was none. */
export interface WhatIfLine {
  readonly part: Piece;
  readonly recorded: readonly Piece[];
  readonly other: readonly Piece[];
}

/** What differs between the two lives of an issue: its deadlines first, then what came of them. */
export function whatIfLines({ deadlines, recorded, other }: WhatIfIssue): WhatIfLine[] {
  const due = deadlines.map((pair): WhatIfLine => ({ part: { term: ['kind', pair.kind] }, recorded: dueIn(pair.recorded), other: dueIn(pair.other) }));
  const rest = Object.entries(PARTS).map(([part, told]): WhatIfLine => ({ part: { term: ['what-if', part] }, recorded: told(recorded), other: told(other) }));
  return [...due, ...rest.filter((line) => JSON.stringify(line.recorded) !== JSON.stringify(line.other))];
}

/** The totals of one side, in the order in which people are shown them. */
export function whatIfSums({ climbs, supervised, ...counts }: WhatIfSums): { readonly part: readonly Piece[]; readonly count: number }[] {
  return [
    ...Object.entries(counts).map(([part, count]) => ({ part: [{ term: ['what-if', part] as const }], count })),
    // Nobody takes over at the lowest level.
    ...Level.options.slice(1).map((level) => ({ part: [{ term: ['what-if', 'climbs'] as const }, { term: ['level', level] as const }], count: climbs[level] })),
    { part: [{ term: ['what-if', 'supervised'] }], count: supervised },
  ];
}

const PARTS: Readonly<Record<string, (side: WhatIfSide) => readonly Piece[]>> = {
  climbs: ({ climbs }) => climbs.flatMap(({ to, at }) => [{ text: to.name }, { moment: at }]),
  supervised: ({ supervisedAt }) => (supervisedAt === null ? [] : [{ moment: supervisedAt }]),
  urgings: ({ urgings }) => [{ count: urgings }],
  told: ({ told }) => [{ count: told }],
  holder: ({ holder }) => [{ text: holder.name }],
  status: ({ status }) => [{ term: ['status', status] }],
  answered: ({ inTime }) => (inTime === null ? [] : [{ term: ['replay-answer', inTime ? 'in-time' : 'late'] }]),
  overdue: ({ overdue }) => [{ term: ['said', overdue ? 'yes' : 'no'] }],
};

function dueIn(due: WhatIfIssue['deadlines'][number]['recorded']): readonly Piece[] {
  return due ? [{ text: due.holder.name }, { moment: due.dueAt }] : [];
}
