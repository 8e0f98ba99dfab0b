import { isMessage, translate, type Namespace } from '#messages';
import { ProblemError } from '../api/problem.js';
import { useLabels } from '../i18n/use-labels.js';

/** What went wrong in the reader's words: by its code in the catalogues, else what the server said. */
export function useProblemText(): (error: unknown) => string {
  const { t, locale } = useLabels();
  return (error) => {
    if (!(error instanceof ProblemError)) return t('problem.unknown');
    const { code, params, status, detail, title } = error.problem;
    if (status === 0) return t('problem.noAnswer');
    const told = (namespace: Namespace, key: string) => (isMessage(locale, namespace, key) ? translate(locale, namespace, key, params) : undefined);
    const name = told('refusals', code) ?? told('problems', code) ?? title;
    const more = told('problems', `${code}.detail`) ?? detail;
    return [name, more].filter(Boolean).join(t('mark.sentence')) || t('problem.unknown');
  };
}
