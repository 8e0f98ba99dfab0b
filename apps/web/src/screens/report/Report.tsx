import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '#wire';
import { useMe } from '../../app/me.js';
import { useLabels } from '../../i18n/use-labels.js';
import { bodyOf, type Values } from '../../shared/body-of-form.js';
import { fromLocalInput, toLocalInput } from '../../shared/moments.js';
import { Notice } from '../../shared/Notice.js';
import { useFieldErrors } from '../../shared/use-field-errors.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import { ReporterFields } from './ReporterFields.js';
import { ReportFields } from './ReportFields.js';
import styles from './report.module.css';
import { useReport } from './use-report.js';

/** The form's values as a report: who heard it is who writes it; an empty reporter is left out, and a household where the identity is sealed. */
function reportOf(values: Values, cadre: string): Record<string, unknown> {
  const { reporter, heardAt, sealedIdentity, household, ...rest } = values;
  const sealed = sealedIdentity === true;
  const named = Object.entries((reporter ?? {}) as Values).filter(([, value]) => typeof value === 'string' && value.trim() !== '');
  return bodyOf(api.ReportIssueBody, {
    ...rest,
    heardBy: cadre,
    ...(sealed ? { sealedIdentity: true } : { household }),
    ...(named.length > 0 ? { reporter: Object.fromEntries(named) } : {}),
    ...(typeof heardAt === 'string' && heardAt ? { heardAt: fromLocalInput(heardAt) } : {}),
  });
}

function ReportForm({ done }: { done: (issueId: string) => void }) {
  const { t } = useLabels();
  const me = useMe();
  const [form] = Form.useForm<Values>();
  const errors = useFieldErrors(form);
  const text = useProblemText();
  const report = useReport(me.cadre, { onDone: done, onRefused: errors.fromServer });
  const waiting = report.unanswered && !report.sending;

  const submit = (values: Values) => {
    const judged = api.ReportIssueBody.safeParse(reportOf(values, me.cadre));
    if (judged.success) report.submit(judged.data);
    else errors.fromSchema(judged.error);
  };
  return (
    <Form
      form={form} name="report" layout="vertical" onFinish={submit} disabled={report.unanswered}
      initialValues={{ channel: 'visit', area: me.activePost.unit, heardAt: toLocalInput(Date.now()), ...report.values }}
      onValuesChange={(_, values: Values) => { report.keepValues(values); }}
    >
      {waiting && <Alert type="warning" showIcon role="status" title={t('report.waiting')} description={t('report.waitingHint')} className={styles.alert ?? ''} />}
      {report.refusal && <Alert type="error" showIcon role="alert" title={text(report.refusal)} className={styles.alert ?? ''} />}
      <ReportFields form={form} fresh={Object.keys(report.values).length === 0} />
      <ReporterFields />
      <div className={styles.send}>
        {/* The same button before and after, so that the keyboard stays where it is. */}
        <Button
          type="primary" size="large" block disabled={false} loading={report.sending}
          htmlType={waiting ? 'button' : 'submit'} onClick={waiting ? report.resend : undefined}
        >
          {t(waiting ? 'report.sendAgain' : 'report.send')}
        </Button>
        <p className="muted">{t('report.draftHint')}</p>
      </div>
    </Form>
  );
}

/** What a cadre writes down at the door: one column, for a phone; kept on the device until it is on record. */
export function Report() {
  const { t } = useLabels();
  const [sent, setSent] = useState<string | null>(null);
  usePageTitle(t('report.title'));
  return (
    <div className={styles.page}>
      <h1>{t('report.title')}</h1>
      <div className={`sheet ${styles.sheet}`}>
        {sent === null ? <ReportForm done={setSent} /> : (
          <div role="status">
            <Notice title={t('report.done')}>
              <p><Link to={`/issues/${sent}`}>{t('report.open')}</Link></p>
              <p><Button onClick={() => { setSent(null); }}>{t('report.another')}</Button></p>
            </Notice>
          </div>
        )}
      </div>
    </div>
  );
}
