import { useMutation, useQueryClient } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { Navigate } from 'react-router';
import { session } from '../../api/client.js';
import { hasStatus } from '../../api/problem.js';
import { queries } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import styles from './password.module.css';

interface Typed { readonly password: string; readonly newPassword: string; readonly again: string }

/** Whoever is signed in gives the own account another password. What was typed is gone from the page once it is taken. */
export function PasswordScreen() {
  const { t } = useLabels();
  const text = useProblemText();
  const client = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const change = useMutation({
    mutationFn: ({ password, newPassword }: Typed) => session.changePassword(password, newPassword),
    onSuccess: (me) => {
      form.resetFields();
      client.setQueryData(queries.me().queryKey, me);
    },
    onError: (error) => { if (hasStatus(error, 401)) client.setQueryData(queries.me().queryKey, null); },
  });
  usePageTitle(t('password.title'));
  if (hasStatus(change.error, 401)) return <Navigate to="/sign-in?then=%2Fpassword" replace />;
  const required = { required: true, message: t('field.required') };
  return (
    <>
      <h1>{t('password.title')}</h1>
      <section className={`sheet ${styles.sheet}`}>
        <p className={styles.hint}>{t('password.hint')}</p>
        {change.isError && <Alert type="error" showIcon role="alert" title={text(change.error)} className={styles.alert ?? ''} />}
        {change.isSuccess && <Alert type="success" showIcon role="status" title={t('password.changed')} className={styles.alert ?? ''} />}
        <Form<Typed> name="password" form={form} layout="vertical" requiredMark={false} onFinish={change.mutate}>
          <Form.Item name="password" label={t('password.present')} rules={[required]}><Input.Password autoComplete="current-password" maxLength={256} /></Form.Item>
          <Form.Item name="newPassword" label={t('password.new')} rules={[required]}><Input.Password autoComplete="new-password" maxLength={256} /></Form.Item>
          <Form.Item
            name="again" label={t('password.again')} dependencies={['newPassword']}
            rules={[required, ({ getFieldValue }) => ({
              validator: async (_, again) => { if (again && again !== getFieldValue('newPassword')) throw new Error(t('password.differs')); },
            })]}
          >
            <Input.Password autoComplete="new-password" maxLength={256} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={change.isPending}>{t('password.submit')}</Button>
        </Form>
      </section>
    </>
  );
}
