import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import type { api } from '#wire';
import { session } from '../api/client.js';
import { hasStatus } from '../api/problem.js';
import { queries } from '../api/queries.js';
import { useLabels } from '../i18n/use-labels.js';
import { useProblemText } from '../shared/use-problem-text.js';
import { useTerm } from '../shared/use-term.js';
import styles from './shell.module.css';

/** Another post, or none any more. Out is who was let out, or whose session was over already; without an answer one is still in. */
function useSession() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const out = () => {
    client.clear();
    client.setQueryData(queries.me().queryKey, null);
    void navigate('/sign-in');
  };
  const onError = (error: unknown) => { if (hasStatus(error, 401)) out(); };
  const leave = useMutation({ mutationFn: session.signOut, onSuccess: out, onError });
  const choose = useMutation({ mutationFn: session.choosePost, onSuccess: () => client.resetQueries(), onError });
  return {
    choose: { ...choose, mutate: (post: string) => { leave.reset(); choose.mutate(post); } },
    leave: { ...leave, mutate: () => { choose.reset(); leave.mutate(); } },
  };
}

/** Who acts, in which post, and the way out. Everything shown depends on the post, so a change reads all anew; what could not be done is said. */
export function Account({ me }: { me: api.Me }) {
  const { t } = useLabels();
  const term = useTerm();
  const text = useProblemText();
  const { choose, leave } = useSession();
  const named = (post: api.Me['activePost']) => `${post.unitName} ${term('role', post.role)}`;

  return (
    <div className={styles.account}>
      <span className={styles.who}>{me.name}</span>
      {me.posts.length > 1 ? (
        <select
          className={styles.select}
          aria-label={t('account.post')}
          value={me.activePost.post}
          disabled={choose.isPending}
          onChange={(event) => { choose.mutate(event.target.value); }}
        >
          {me.posts.map((post) => <option key={post.post} value={post.post}>{named(post)}</option>)}
        </select>
      ) : <span className={styles.post}>{named(me.activePost)}</span>}
      <Link to="/password" className={styles.password}>{t('account.password')}</Link>
      <button type="button" className={styles.leave} disabled={leave.isPending} onClick={leave.mutate}>{t('account.signOut')}</button>
      {leave.isError && <p role="alert" className={styles.problem}>{t('account.notSignedOut', { problem: text(leave.error) })}</p>}
      {choose.isError && <p role="alert" className={styles.problem}>{t('account.postNotChosen', { problem: text(choose.error) })}</p>}
    </div>
  );
}
