import { useMutation, useQueryClient } from '@tanstack/react-query';
import AntApp from 'antd/es/app';
import type { api } from '#wire';
import { command } from '../../api/client.js';
import { useIntention } from '../../api/intention.js';
import { useLabels } from '../../i18n/use-labels.js';

interface Then {
  readonly onDone: () => void;
  readonly onProblem: (error: unknown) => void;
}

/** Gives a command about an issue; pressing again after a lost answer repeats the same intention. Then everything shown is read anew. */
export function useGiveCommand(issueId: string, verb: api.IssueVerb, { onDone, onProblem }: Then) {
  const { t } = useLabels();
  const { message } = AntApp.useApp();
  const client = useQueryClient();
  const intention = useIntention();
  return useMutation({
    mutationFn: (body: unknown) => command(`/issues/${encodeURIComponent(issueId)}/${verb}`, body, intention([issueId, verb, body])),
    onSuccess: async () => {
      onDone();
      void message.success(t('form.done', { verb: t(`verb.${verb}`) }));
      await Promise.all(['issue', 'history', 'board', 'ledger', 'topics'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
    onError: onProblem,
  });
}
