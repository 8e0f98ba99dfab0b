import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { Navigate, useSearchParams } from 'react-router';
import { session } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import { LocaleSwitch } from '../../app/LocaleSwitch.js';
import { useLabels } from '../../i18n/use-labels.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import styles from './sign-in.module.css';

/** Only an address of this site may follow a sign-in. */
function safeNext(wanted: string | null): string {
  return wanted?.startsWith('/') && !/^\/[/\\]/.test(wanted) ? wanted : '/';
}

function SignInForm() {
  const { t } = useLabels();
  const client = useQueryClient();
  const text = useProblemText();
  const signIn = useMutation({
    mutationFn: (given: { login: string; password: string }) => session.signIn(given.login.trim(), given.password),
    // Nothing that someone else was shown in this window may be shown again; nor may a question from before, still under way, answer for now.
    onSuccess: async () => {
      await client.cancelQueries();
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
      return client.fetchQuery({ ...queries.me(), staleTime: 0 });
    },
  });
  return (
    <Form layout="vertical" requiredMark={false} onFinish={signIn.mutate} className={styles.form}>
      {signIn.isError && <Alert type="error" showIcon role="alert" title={text(signIn.error)} className={styles.alert ?? ''} />}
      <Form.Item name="login" label={t('signIn.login')} rules={[{ required: true, whitespace: true, message: t('field.required') }]}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus maxLength={64} size="large" />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('field.required') }]}>
        <Input.Password autoComplete="current-password" maxLength={256} size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>{t('signIn.submit')}</Button>
    </Form>
  );
}

export function SignIn() {
  const { t } = useLabels();
  const [search] = useSearchParams();
  const me = useQuery(queries.me());
  usePageTitle(t('signIn.title'));
  if (me.data) return <Navigate to={safeNext(search.get('then'))} replace />;
  return (
    <div className={styles.screen}>
      <section className={styles.creed} aria-label={t('signIn.creedLabel')}>
        <p className={styles.brand}>{t('product')}</p>
        <p className={styles.words}>
          <span>{t('signIn.creed1')}</span><span>{t('signIn.creed2')}</span><span>{t('signIn.creed3')}</span>
        </p>
        <p className={styles.office}>{t('signIn.purpose')}</p>
      </section>
      <main className={styles.panel}>
        <div className={styles.locale}><LocaleSwitch /></div>
        <div className={styles.box}>
          <h1>{t('signIn.title')}</h1>
          <SignInForm />
        </div>
      </main>
    </div>
  );
}
