import type { ReplayKey, ReplayState } from './api-audit.js';

/** A piece of a line: a code of the catalogue `terms`, a name or a text as it is, a moment, a day, or a number. */
export type Piece =
  | { readonly term: readonly [kind: string, code: string] }
  | { readonly text: string }
  | { readonly moment: string }
  | { readonly day: string }
  | { readonly count: number };

/**
 * One part of an issue's state as lines of pieces, for a screen or a terminal to put into words. No line for what there is
 * none of: no measure, not overdue, never returned, the first cycle.
 */
export function replayLines(state: ReplayState, key: ReplayKey): readonly (readonly Piece[])[] {
  switch (key) {
    case 'status': case 'stage': case 'level': case 'scope': case 'horizon': case 'topic': case 'grade': return coded(key, state[key]);
    case 'holder': return [[{ text: state.holder.name }]];
    case 'signedBy': return state.signedBy ? [[{ text: state.signedBy.name }]] : [];
    case 'coResponsible': return state.coResponsible.map(({ name }) => [{ text: name }]);
    case 'contacted': case 'overdue': case 'supervised': return state[key] ? coded('said', 'yes') : [];
    case 'satisfied': return state.satisfied === null ? [] : coded('said', state.satisfied ? 'yes' : 'no');
    case 'measure': return state.measure ? [[{ text: state.measure.text }, { text: state.measure.responsible.name }, { day: state.measure.doneBy }]] : [];
    case 'answer': return answerLines(state.answer);
    case 'deadlines': return state.deadlines.map(deadlineLine);
    case 'cycle': return state.cycle > 1 ? [[{ count: state.cycle }]] : [];
    case 'repeats': case 'returns': case 'urges': case 'escalations': return state[key] > 0 ? [[{ count: state[key] }]] : [];
  }
}

function coded(kind: string, code: string | null): readonly (readonly Piece[])[] {
  return code === null ? [] : [[{ term: [kind, code] }]];
}

function answerLines(answer: ReplayState['answer']): readonly (readonly Piece[])[] {
  if (!answer) return [];
  const inTime: Piece[] = answer.inTime === null ? [] : [{ term: ['replay-answer', answer.inTime ? 'in-time' : 'late'] }];
  return [[{ term: ['answer', answer.kind] }, { moment: answer.at }, ...inTime, { text: answer.text }]];
}

function deadlineLine({ kind, holder, dueAt, overdue, next }: ReplayState['deadlines'][number]): readonly Piece[] {
  return [
    { term: ['kind', kind] }, { text: holder.name }, { moment: dueAt },
    ...(overdue ? [{ term: ['replay', 'overdue'] as const }] : []),
    ...(next ? [{ term: ['replay', 'next'] as const }, { term: ['act', next.act] as const }, { moment: next.at }] : []),
  ];
}
