import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { useTerm } from '../../shared/use-term.js';

/** An event by where it is and what it is; never by what it says. */
export function useEventAt() {
  const { t } = useLabels();
  const term = useTerm();
  return ({ position, eventType, code }: NonNullable<api.ReadModelStanding['stop']>) => t('ops.event', { position, type: term('event', eventType), code });
}
