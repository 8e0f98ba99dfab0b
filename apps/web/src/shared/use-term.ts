import { useCallback } from 'react';
import { isMessage, translate } from '#messages';
import { useLabels } from '../i18n/use-labels.js';

/** Kinds of codes that the terms catalogue names. */
export type TermKind =
  | 'care-group' | 'role' | 'level' | 'stage' | 'status' | 'channel' | 'scope' | 'horizon' | 'grade' | 'topic' | 'kind' | 'act' | 'told' | 'answer'
  | 'return-ground' | 'explain-ground' | 'close-ground' | 'reopen-ground' | 'attitude' | 'evidence' | 'day' | 'holiday' | 'actor'
  | 'figure' | 'limit' | 'rule-standing' | 'rule-change' | 'rule-effect'
  | 'roster' | 'read-model' | 'stage-of-rebuild' | 'erasure'
  | 'difference' | 'purpose' | 'opening' | 'reading' | 'noted' | 'noted-fact' | 'denial' | 'event' | 'replay' | 'replay-answer' | 'said';

/** A code in the reader's words; one that the catalogue does not know, such as another system's topic, is shown as it is. */
export function useTerm(): (kind: TermKind, code: string) => string {
  const { locale } = useLabels();
  return useCallback((kind, code) => {
    const key = `${kind}.${code}`;
    return isMessage(locale, 'terms', key) ? translate(locale, 'terms', key) : code;
  }, [locale]);
}
