import type { api } from '#wire';
import { useLabels } from '../i18n/use-labels.js';
import { exactMoment, fullDay } from './moments.js';
import { useTerm, type TermKind } from './use-term.js';

/** A line of pieces in the reader's words. */
export function useLine(): (line: readonly api.Piece[]) => string {
  const { t } = useLabels();
  const term = useTerm();
  const word = (piece: api.Piece): string => {
    if ('term' in piece) return term(piece.term[0] as TermKind, piece.term[1]);
    if ('moment' in piece) return exactMoment(piece.moment);
    if ('day' in piece) return fullDay(piece.day);
    return 'count' in piece ? String(piece.count) : piece.text;
  };
  return (line) => line.map(word).join(t('mark.middot'));
}
