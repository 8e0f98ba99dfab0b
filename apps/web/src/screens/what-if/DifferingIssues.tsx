import { Link } from 'react-router';
import { isMessage, translate } from '#messages';
import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { useLine } from '../../shared/use-pieces.js';
import styles from './what-if.module.css';

function Difference({ line: { part, recorded, other } }: { line: api.WhatIfLine }) {
  const { t } = useLabels();
  const line = useLine();
  return (
    <div className={styles.line}>
      <dt>{line([part])}</dt>
      <dd>
        <del><span className="unseen">{t('whatIf.recorded')}{t('mark.sentence')}</span>{line(recorded) || t('replay.nothing')}</del>
        {' → '}
        <ins><span className="unseen">{t('whatIf.other')}{t('mark.sentence')}</span>{line(other) || t('replay.nothing')}</ins>
      </dd>
    </div>
  );
}

/** Where something that people did no longer fits, and the link to that step of what was. */
function Departs({ issue: { issueId, departure, fallen } }: { issue: api.WhatIfIssue }) {
  const { t, locale } = useLabels();
  if (!departure) return null;
  const { step, refusal: { code, params } } = departure;
  const reason = isMessage(locale, 'refusals', code) ? translate(locale, 'refusals', code, params) : code;
  return (
    <p className={styles.departs}>
      <Link to={`/issues/${issueId}?step=${step}`}>{t('whatIf.departs', { step })}</Link>{t('mark.sentence')}{reason} {t('whatIf.fallen', { n: fallen })}
    </p>
  );
}

/** Issue by issue, what differs; each leads to how it was. */
export function DifferingIssues({ rows }: { rows: readonly api.WhatIfIssue[] }) {
  return (
    <ul className={styles.issues}>
      {rows.map((issue) => (
        <li key={issue.issueId} className={styles.issue} data-issue={issue.issueId}>
          <Link to={`/issues/${issue.issueId}`} className={styles.title}>{issue.title}</Link>
          <p className="muted"><span className="num">{issue.number}</span> {issue.areaName}</p>
          <dl className={styles.lines}>{api.whatIfLines(issue).map((line, index) => <Difference key={index} line={line} />)}</dl>
          <Departs issue={issue} />
        </li>
      ))}
    </ul>
  );
}
