import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Form from 'antd/es/form';
import { api } from '#wire';
import { useLabels } from '../../../i18n/use-labels.js';
import { CodeSelect } from '../../../shared/CodeSelect.js';
import { useFieldErrors } from '../../../shared/use-field-errors.js';
import { useProblemText } from '../../../shared/use-problem-text.js';
import styles from '../command.module.css';
import type { useReading } from './use-reading.js';

interface Props {
  page: api.IssuePage;
  read: ReturnType<typeof useReading>['read'];
  open: boolean;
  close: () => void;
}

/** What it is read for is asked first, and written down before anything is shown. */
export function ReadDrawer({ page: { row }, read, open, close }: Props) {
  const { t } = useLabels();
  const [form] = Form.useForm<{ purpose?: api.PurposeName }>();
  const errors = useFieldErrors(form);
  const text = useProblemText();
  const submit = (values: object) => {
    const judged = api.ReadingBody.safeParse(values);
    if (judged.success) read.mutate(judged.data.purpose);
    else errors.fromSchema(judged.error);
  };
  return (
    <Drawer
      open={open} onClose={close} size={480} title={t('reporter.read')} destroyOnHidden
      footer={(
        <div className={styles.footer}>
          <Button onClick={close}>{t('form.cancel')}</Button>
          <Button type="primary" htmlType="submit" form="read-reporter" loading={read.isPending}>{t('reporter.show')}</Button>
        </div>
      )}
    >
      <p className={styles.about}><span className="num">{row.number}</span> {row.title}</p>
      <p className={styles.hint}>{t('reporter.readHint')}</p>
      {read.isError && <Alert type="error" showIcon role="alert" title={text(read.error)} className={styles.alert ?? ''} />}
      <Form id="read-reporter" name="read-reporter" form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="purpose" label={t('field.purpose')} required>
          <CodeSelect kind="purpose" codes={api.PurposeName.options} allowClear={false} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
