import { useMutation, useQueryClient } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import AntApp from 'antd/es/app';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { api } from '#wire';
import { post } from '../../api/client.js';
import { useLabels } from '../../i18n/use-labels.js';
import { useFieldErrors } from '../../shared/use-field-errors.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './operations.module.css';

interface Skip { readonly reason?: string }

/** Lets a read model go on without an event, after a second look and with a reason. */
export function SkipDrawer({ name, position, close }: { name: string; position: number; close: () => void }) {
  const { t } = useLabels();
  const term = useTerm();
  const { message } = AntApp.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Skip>();
  const errors = useFieldErrors(form);
  const text = useProblemText();
  const give = useMutation({
    mutationFn: (body: unknown) => post<api.SkipResult>(`/operations/read-models/${encodeURIComponent(name)}/skip`, body),
    onSuccess: async ({ status }) => {
      void (status === 'done' ? message.success(t('ops.skipped')) : message.warning(t('ops.skipUnknown')));
      await client.invalidateQueries({ queryKey: ['operations'] });
      close();
    },
    onError: errors.fromServer,
  });
  const submit = ({ reason = '' }: Skip) => {
    const judged = api.SkipBody.safeParse({ position, reason });
    if (judged.success) give.mutate(judged.data);
    else errors.fromSchema(judged.error);
  };
  return (
    <Drawer
      open onClose={close} size={480} title={t('ops.skipTitle', { name: term('read-model', name), position })}
      footer={(
        <div className={styles.footer}>
          <Button onClick={close}>{t('form.cancel')}</Button>
          <Button type="primary" danger htmlType="submit" form="skip-event" loading={give.isPending}>{t('ops.skip')}</Button>
        </div>
      )}
    >
      <p className={styles.hint}>{t('ops.skipHint')}</p>
      {give.isError && <Alert type="error" showIcon role="alert" title={text(give.error)} className={styles.alert ?? ''} />}
      <Form id="skip-event" name="skip-event" form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="reason" label={t('field.reason')} required extra={t('ops.reasonHint')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
