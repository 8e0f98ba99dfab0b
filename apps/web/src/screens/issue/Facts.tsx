import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { Fact, FactList } from '../../shared/Fact.js';
import { exactMoment } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './issue.module.css';

/** The facts of the case in one list. */
export function Facts({ page }: { page: api.IssuePage }) {
  const { t } = useLabels();
  const term = useTerm();
  const { row } = page;
  const classed = row.scope && row.horizon && row.grade;
  return (
    <section className={`sheet ${styles.block}`} aria-labelledby="facts">
      <h2 id="facts">{t('issue.facts')}</h2>
      <FactList>
        <Fact name={t('field.heardAt')}><time dateTime={row.heardAt}>{exactMoment(row.heardAt)}</time></Fact>
        <Fact name={t('field.channel')}>{term('channel', page.channel)}{row.imported && t('issue.importedMark')}</Fact>
        <Fact name={t('field.area')}>{row.areaName}</Fact>
        {page.complainedOf && <Fact name={t('field.complainedOf')}>{page.complainedOf.name}</Fact>}
        <Fact name={t('field.class')}>
          {classed && row.scope && row.horizon && row.grade
            ? [term('scope', row.scope), term('horizon', row.horizon), term('grade', row.grade)].join(t('mark.middot'))
            : <span className="muted">{t('row.unclassed')}</span>}
        </Fact>
        {row.topic && <Fact name={t('field.topic')}>{term('topic', row.topic)}</Fact>}
        <Fact name={t('column.holder')}>{row.unitName}</Fact>
        <Fact name={t('column.responsible')}>{row.responsibleName ?? <span className="muted">{t('row.nobody')}</span>}</Fact>
        {page.coResponsible.length > 0 && <Fact name={t('issue.coResponsible')}>{page.coResponsible.map(({ name }) => name).join(t('mark.list'))}</Fact>}
        {row.answeredAt && <Fact name={t('issue.answeredAt')}><time dateTime={row.answeredAt}>{exactMoment(row.answeredAt)}</time></Fact>}
        {row.endedAt && <Fact name={t('issue.endedAt')}><time dateTime={row.endedAt}>{exactMoment(row.endedAt)}</time></Fact>}
      </FactList>
    </section>
  );
}
