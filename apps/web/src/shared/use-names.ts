import { useQuery } from '@tanstack/react-query';
import { api } from '#wire';
import { queries } from '../api/queries.js';
import { useLabels } from '../i18n/use-labels.js';
import { useTerm } from './use-term.js';

const OTHER_COMMANDS = ['report-issue', 'pass-deadline', 'import-issue', 'import-reply'] as const;
const VERBS = Object.keys(api.ISSUE_VERBS) as api.IssueVerb[];

/** What a command is called, by its type. */
export function useCommandName(): (type: string) => string {
  const { t } = useLabels();
  return (type) => {
    const verb = VERBS.find((name) => api.ISSUE_VERBS[name].command === type);
    const other = OTHER_COMMANDS.find((name) => name === type);
    return verb ? t(`verb.${verb}`) : other ? t(`command.${other}`) : type;
  };
}

/** Who gave it: a cadre by name, the clock, or another system by what it is and its name. */
export function useActorName(): (entry: Pick<api.HistoryEntry, 'by' | 'byName'>) => string {
  const { t } = useLabels();
  const term = useTerm();
  return ({ by, byName }) => {
    switch (by.kind) {
      case 'clock': return term('actor', 'clock');
      case 'import':
      case 'operator': return `${term('actor', by.kind)}${t('mark.middot')}${byName}`;
      default: return byName;
    }
  };
}

/** What a unit is called, by its code; the code until the names are there. */
export function useUnitName(): (code: string) => string {
  const units = useQuery(queries.units());
  return (code) => units.data?.find((unit) => unit.code === code)?.name ?? code;
}
