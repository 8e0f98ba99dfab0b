import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Form from 'antd/es/form';
import { useEffect, useRef, type ReactNode } from 'react';
import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { CodeSelect } from '../CodeSelect.js';
import styles from '../drawer.module.css';
import { useFieldErrors } from '../use-field-errors.js';
import { useProblemText } from '../use-problem-text.js';
import reading from './reading.module.css';
import type { Read } from './use-reading.js';

function PurposeForm({ read }: { read: Read }) {
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
    <>
      <p className={styles.hint}>{t('reading.hint')}</p>
      {read.isError && <Alert type="error" showIcon role="alert" title={text(read.error)} className={styles.alert ?? ''} />}
      <Form id="read-file" name="read-file" form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="purpose" label={t('field.purpose')} required>
          <CodeSelect kind="purpose" codes={api.PurposeName.options} allowClear={false} />
        </Form.Item>
      </Form>
    </>
  );
}

/** What was read, in place of the form: the keyboard and the screen reader go on here. */
function Shown({ children }: { children: ReactNode }) {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => { shown.current?.focus(); }, []);
  return <div ref={shown} tabIndex={-1} role="status" className={reading.shown}>{children}</div>;
}

interface Props {
  title: string;
  /** Which file it is, by what everybody may know of it. */
  about: ReactNode;
  read: Read;
  open: boolean;
  close: () => void;
  /** After it has left the screen. */
  onClosed?: () => void;
  /** What was read, where this drawer shows it. */
  children?: ReactNode;
}

/** What it is read for is asked first, and written down before anything is shown. */
export function ReadDrawer({ title, about, read, open, close, onClosed, children }: Props) {
  const { t } = useLabels();
  return (
    <Drawer
      open={open} onClose={close} size={480} title={title} destroyOnHidden afterOpenChange={(opened) => { if (!opened) onClosed?.(); }}
      footer={(
        <div className={styles.footer}>
          <Button onClick={close}>{t(children ? 'reading.hide' : 'form.cancel')}</Button>
          {!children && <Button type="primary" htmlType="submit" form="read-file" loading={read.isPending}>{t('reading.show')}</Button>}
        </div>
      )}
    >
      <p className={styles.about}>{about}</p>
      {children ? <Shown>{children}</Shown> : <PurposeForm read={read} />}
    </Drawer>
  );
}
