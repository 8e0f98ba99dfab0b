import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { Link } from 'react-router';
import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import { useFieldErrors } from '../../shared/use-field-errors.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import styles from './rulebook.module.css';
import { useGiveRulebook } from './use-give-rulebook.js';

interface Decision { readonly reason?: string }

interface Props {
  readonly verb: api.RulebookVerb;
  readonly row: api.RulebookVersionRow;
  /** Whether the one who decides may see what the proposal would have done. */
  readonly mayTry: boolean;
  readonly close: () => void;
}

/** Approving or withdrawing a proposal, each after a second look: also, for whoever may, at what it would have done. */
export function DecideDrawer({ verb, row, mayTry, close }: Props) {
  const { t } = useLabels();
  const [form] = Form.useForm<Decision>();
  const errors = useFieldErrors(form);
  const text = useProblemText();
  const give = useGiveRulebook(`/rulebook/versions/${encodeURIComponent(row.version)}/${verb}`, {
    done: t(verb === 'approve' ? 'rules.approved' : 'rules.withdrawn', { version: row.version }), onDone: close, onProblem: errors.fromServer,
  });
  const submit = (values: Decision) => {
    const judged = api.RULEBOOK_VERBS[verb].body.safeParse(verb === 'withdraw' ? { reason: values.reason ?? '' } : {});
    if (judged.success) give.mutate(judged.data);
    else errors.fromSchema(judged.error);
  };
  return (
    <Drawer
      open onClose={close} size={480} title={`${t(`rules.${verb}`)} ${row.version}`}
      footer={(
        <div className={styles.footer}>
          <Button onClick={close}>{t('form.cancel')}</Button>
          <Button type="primary" danger={verb === 'withdraw'} htmlType="submit" form="decide-rulebook" loading={give.isPending}>{t(`rules.${verb}`)}</Button>
        </div>
      )}
    >
      <p className={styles.hint}>{t(`rules.${verb}Hint`, { from: exactMoment(row.effectiveFrom) })}</p>
      {verb === 'approve' && (mayTry
        ? <p className={styles.hint}><Link to={`/rulebook/what-if?version=${encodeURIComponent(row.version)}`}>{t('rules.tryFirst')}</Link></p>
        : <p className={styles.hint}>{t('rules.othersTry')}</p>)}
      {give.isError && <Alert type="error" showIcon role="alert" title={text(give.error)} className={styles.alert ?? ''} />}
      <Form id="decide-rulebook" name="decide-rulebook" form={form} layout="vertical" onFinish={submit}>
        {verb === 'withdraw' && (
          <Form.Item name="reason" label={t('field.reason')} required extra={t('rules.reasonHint')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
          </Form.Item>
        )}
      </Form>
    </Drawer>
  );
}
