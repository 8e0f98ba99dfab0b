import { Link } from 'react-router';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { fullDay } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import shared from '../../shared/shared.module.css';
import styles from './differences.module.css';

/** More than these are folded away: of a record's first days the whole roster has begun. */
const AT_ONCE = 12;

function RosterLink({ link: { link, kind, target, targetName, unitName, cadreName, from, to }, asOf }: { link: api.RosterShape; asOf: string }) {
  const { t } = useLabels();
  const term = useTerm();
  return (
    <li data-link={link}>
      <Link to={`/roster?${new URLSearchParams({ target, asOf })}`}>{targetName ?? target}</Link>
      <span className={shared.tag}>{term('roster', kind)}</span>
      <span className="muted">{unitName}</span>
      <strong>{cadreName}</strong>
      <span className="muted">{to === null ? t('roster.since', { from: fullDay(from) }) : t('roster.fromTo', { from: fullDay(from), to: fullDay(to) })}</span>
    </li>
  );
}

/** Who answers for whom only at one of the two moments, each with the way to the roster of that moment. */
export function RosterLinks({ name, links, asOf }: { name: 'begun' | 'ended'; links: readonly api.RosterShape[]; asOf: string }) {
  const { t } = useLabels();
  if (links.length === 0) return null;
  return (
    <details className={styles.links} open={links.length <= AT_ONCE} data-links={name}>
      <summary>{t(`differences.roster.${name}`, { n: links.length })}</summary>
      <ul>{links.map((link) => <RosterLink key={link.link} link={link} asOf={asOf} />)}</ul>
    </details>
  );
}
