import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { api } from '#wire';
import { session } from '../api/client.js';
import { queries } from '../api/queries.js';
import { useLabels } from '../i18n/use-labels.js';
import { useTerm } from '../shared/use-term.js';
import styles from './shell.module.css';

/** Who acts, in which post, and the way out. Everything shown depends on the post, so a change reads all anew. */
export function Account({ me }: { me: api.Me }) {
  const { t } = useLabels();
  const term = useTerm();
  const client = useQueryClient();
  const navigate = useNavigate();
  const choose = useMutation({
    mutationFn: session.choosePost,
    onSuccess: () => client.resetQueries(),
  });
  const leave = useMutation({
    mutationFn: session.signOut,
    onSettled: () => {
      client.clear();
      client.setQueryData(queries.me().queryKey, null);
      void navigate('/sign-in');
    },
  });
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
      <button type="button" className={styles.leave} disabled={leave.isPending} onClick={() => { leave.mutate(); }}>{t('account.signOut')}</button>
    </div>
  );
}
