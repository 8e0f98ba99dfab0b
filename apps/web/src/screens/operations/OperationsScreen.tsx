import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { api } from '#wire';
import { queries } from '../../api/queries.js';
import { useLabels, type Label } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { exactMoment, span } from '../../shared/moments.js';
import { Notice } from '../../shared/Notice.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import styles from './operations.module.css';
import { ReadModels } from './ReadModels.js';
import { isLate, useBehind } from './use-behind.js';

function Figure({ name, value, note, late = false }: { name: string; value: string; note: string; late?: boolean }) {
  return (
    <div className={`${styles.figure} ${late ? styles.late : ''}`}>
      <dt>{name}</dt>
      <dd><strong>{value}</strong><span className={styles.note}>{note}</span></dd>
    </div>
  );
}

const LATE_CLOCKS: readonly string[] = ['down', 'stalled', 'unknown'] satisfies readonly api.Operations['clock']['status'][];

/** The record, the clock, the seals and the calendar: one figure each. */
function Parts({ found: { record, clock, seals, calendar } }: { found: api.Operations }) {
  const { t } = useLabels();
  const behind = useBehind();
  const noteOf = (clock: api.Operations['clock']): string => {
    if (clock.standstill) return t(`ops.standstill.${clock.standstill}`);
    if (isLate(clock)) return behind(clock);
    return clock.untold ? t('ops.untold', { count: clock.untold }) : at(clock.position);
  };
  const at = (position: number | null) => (position === null ? t('ops.unknown') : t('ops.position', { position }));
  const sealNote = ({ unsealed, behindMs, sealedAt }: api.SealStanding): string => [
    t('ops.unsealed', { unsealed: unsealed ?? 0 }),
    ...(isLate({ behindMs }) ? [t('ops.behindFor', { span: span(behindMs ?? 0) })] : []),
    ...(sealedAt === null ? [] : [t('ops.sealedAt', { at: exactMoment(sealedAt) })]),
  ].join(' · ');
  return (
    <dl className={styles.parts}>
      <Figure name={t('ops.record')} value={t(`ops.store.${record.status}`)} note={record.epoch === null ? at(record.position) : t('ops.inEpoch', { position: at(record.position), epoch: record.epoch })} late={record.status !== 'ok'} />
      <Figure name={t('ops.clock')} value={t(`ops.clockIs.${clock.status}`)} note={noteOf(clock)} late={LATE_CLOCKS.includes(clock.status)} />
      {seals && <Figure name={t('ops.seals')} value={t('ops.sealed', { sealed: seals.sealed })} note={sealNote(seals)} late={seals.late} />}
      {calendar && <Figure name={t('ops.calendar')} value={t('ops.coveredTo', { date: calendar.coveredTo })} note={calendar.calendar} late={calendar.status !== 'covered'} />}
    </dl>
  );
}

/** Why the record is not sealed, or who outside does not take what is sealed. */
function Unsealed({ seals }: { seals: api.SealStanding }) {
  const { t } = useLabels();
  const because = (code: string): string => t(sealFailure(code), { code });
  const refused = seals.witnesses.filter(({ failure }) => failure !== null);
  return (
    <Notice tone="late" title={t('ops.sealing.late')}>
      {seals.failure !== null && <p>{because(seals.failure)}</p>}
      {seals.failure === null && refused.length === 0 && <p>{seals.turnAt === null ? t('ops.sealing.never') : t('ops.sealing.turn', { at: exactMoment(seals.turnAt) })}</p>}
      {refused.map(({ witness, size, failure, at }) => (
        <p key={witness}>{t('ops.sealing.witness', { witness, size, at: exactMoment(at) })} {because(failure ?? '')}</p>
      ))}
    </Notice>
  );
}

const SEAL_FAILURES = [
  'seal-record-differs', 'seal-record-shorter', 'seal-key-missing', 'gap-undeclared', 'witness-differs', 'webhook-unreachable', 'webhook-refused', 'webhook-host-not-listed',
] as const;

function sealFailure(code: string): Label {
  const known = SEAL_FAILURES.find((one) => one === code);
  return known ? `ops.sealing.${known}` : 'ops.sealing.unknown';
}

/** What an operator has to do before a restored record takes anything. */
function Restored({ status }: { status: api.Operations['record']['status'] }) {
  const { t } = useLabels();
  if (status !== 'gap-undeclared' && status !== 'restore-unfinished') return null;
  return (
    <Notice tone="late" title={t(`ops.restored.${status}`)}>
      <p>{t(`ops.restored.${status}.do`)}</p>
      <pre className={styles.command}>{COMMANDS[status]}</pre>
    </Notice>
  );
}

const COMMANDS = {
  'gap-undeclared': 'npm run minqing -- declare-gap --checkpoint FILE --reason "…"\nnpm run minqing -- declare-gap --no-checkpoint --reason "…"',
  'restore-unfinished': 'npm run minqing -- restore FILE',
} as const;

/** How what the product runs on stands, looked at again every few seconds, and what an operator may do about it. */
export function OperationsScreen() {
  const { t } = useLabels();
  const found = useQuery(queries.operations());
  usePageTitle(t('ops.title'));
  if (found.isPending) return <Waiting lines={9} />;
  if (!found.data) return <Failure error={found.error} retry={() => { void found.refetch(); }} />;
  const { data } = found;
  return (
    <>
      <div className={styles.head}>
        <h1>{t('ops.title')}</h1>
        <span className="muted" role="status">{t(found.isError ? 'ops.lastSeen' : 'ops.seen', { at: exactMoment(data.at) })}</span>
      </div>
      <Parts found={data} />
      <Restored status={data.record.status} />
      {data.seals?.late && <Unsealed seals={data.seals} />}
      {data.mayErase && <p className={styles.further}><Link to="/operations/erasure">{t('erase.title')}</Link></p>}
      {data.readModels ? <ReadModels found={data} readModels={data.readModels} /> : <Notice tone="late" title={t('ops.readModelsUnreachable')} />}
    </>
  );
}
