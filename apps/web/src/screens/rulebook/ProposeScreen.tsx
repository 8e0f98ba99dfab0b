import { useQuery } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api } from '#wire';
import { ProblemError } from '../../api/problem.js';
import { queries } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { dateIn, fromLocalInput } from '../../shared/moments.js';
import { useFieldErrors } from '../../shared/use-field-errors.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import { useTerm } from '../../shared/use-term.js';
import { Waiting } from '../../shared/Waiting.js';
import { bodyOfProposal, byKey, fieldOf, FORM, type ProposalValues } from './rule-form.js';
import { RuleField } from './RuleField.js';
import styles from './rulebook.module.css';
import { useSourceWords } from './use-figure-words.js';
import { useGiveRulebook } from './use-give-rulebook.js';

const WEEK_MS = 7 * 86_400_000;

/** Name, date and reason of what is proposed. */
function AboutFields() {
  const { t } = useLabels();
  const term = useTerm();
  return (
    <>
      <Form.Item name={['rules', 'version']} label={term('figure', 'version')} required extra={t('rules.versionHint')}><Input maxLength={64} autoComplete="off" /></Form.Item>
      <Form.Item name={['rules', 'effectiveFrom']} label={term('figure', 'effectiveFrom')} required extra={t('rules.effectiveHint')}><Input type="datetime-local" /></Form.Item>
      <Form.Item name="reason" label={t('field.reason')} required extra={t('rules.reasonHint')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} /></Form.Item>
    </>
  );
}

/** The figures that share a source, and the source. A single one carries its name itself. */
function KeyFields({ name, figures, calendars }: { name: string; figures: readonly api.RulebookFigure[]; calendars: readonly string[] }) {
  const { t } = useLabels();
  const term = useTerm();
  const told = useSourceWords();
  const source = figures[0]?.source ?? '';
  const words = told(name, source);
  return (
    <fieldset className={styles.figure} data-key={name}>
      <legend className={figures.length === 1 ? 'unseen' : ''}>{term('figure', name)}</legend>
      {figures[0]?.use === 'none' && <p className={styles.unused}>{t('rules.unused')}</p>}
      <div className={styles.values}>{figures.map((figure) => <RuleField key={figure.place} figure={figure} calendars={calendars} />)}</div>
      <Form.Item name={['rules', name, 'source']} label={t('rules.sourceOf', { figure: term('figure', name) })} required extra={words === source ? undefined : words}>
        <Input maxLength={500} />
      </Form.Item>
    </fieldset>
  );
}

function ProposeForm({ base, calendars }: { base: api.RulebookVersionPage; calendars: readonly string[] }) {
  const { t } = useLabels();
  const navigate = useNavigate();
  const [form] = Form.useForm<ProposalValues>();
  const errors = useFieldErrors(form);
  const text = useProblemText();
  const show = (error: unknown) => {
    const place = error instanceof ProblemError ? error.problem.params?.['place'] : undefined;
    const name = errors.fromServer(error) || place === undefined ? undefined : fieldOf(String(place), base.figures);
    if (!name) return;
    form.setFields([{ name: name as never, errors: [text(error)] }]);
    form.scrollToField(name as never, { focus: true, block: 'center' });
  };
  const propose = useGiveRulebook('/rulebook/versions', {
    done: t('rules.proposed'), onProblem: show,
    onDone: () => { void navigate(`/rulebook?version=${encodeURIComponent(form.getFieldValue(['rules', 'version']) as string)}`); },
  });
  const submit = () => {
    const judged = api.ProposeRulebookBody.safeParse(bodyOfProposal(form.getFieldsValue(true) as ProposalValues, fromLocalInput));
    if (judged.success) propose.mutate(judged.data);
    else errors.fromSchema(judged.error);
  };
  const initial = { reason: '', rules: { ...base.rules, version: '', effectiveFrom: `${dateIn(Date.now() + WEEK_MS)}T00:00` } };
  return (
    <Form form={form} name={FORM} layout="vertical" initialValues={initial} onFinish={submit} className={`sheet ${styles.form}`}>
      {propose.isError && <Alert type="error" showIcon role="alert" title={text(propose.error)} className={styles.alert ?? ''} />}
      <AboutFields />
      {byKey(base.figures).map(([key, figures]) => <KeyFields key={key} name={key} figures={figures} calendars={calendars} />)}
      <div className={styles.send}>
        <Button type="primary" htmlType="submit" size="large" loading={propose.isPending}>{t('rules.propose')}</Button>
        <Link to="/rulebook"><Button size="large" tabIndex={-1}>{t('form.cancel')}</Button></Link>
      </div>
    </Form>
  );
}

/** A copy of a version, its numbers to be changed; it binds nobody before somebody else approves it. */
export function ProposeScreen() {
  const { t } = useLabels();
  const [search] = useSearchParams();
  const found = useQuery(queries.rulebookVersions());
  const version = search.get('base') ?? found.data?.versions.find(({ standing }) => standing === 'in-force')?.version;
  const base = useQuery({ ...queries.rulebookVersion(version ?? ''), enabled: version !== undefined });
  usePageTitle(t('rules.propose'));
  const failed = [found, base].find(({ isError }) => isError);
  return (
    <div className={styles.page}>
      <h1>{t('rules.propose')}</h1>
      <p className={styles.hint}>{t('rules.proposeHint', { version: version ?? '' })}</p>
      {failed && <Failure error={failed.error} retry={() => { void failed.refetch(); }} />}
      {!failed && !(found.data && base.data) && <Waiting lines={9} />}
      {found.data && base.data && <ProposeForm base={base.data} calendars={found.data.calendars} />}
    </div>
  );
}
