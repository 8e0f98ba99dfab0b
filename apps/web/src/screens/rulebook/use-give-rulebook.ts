import { useMutation, useQueryClient } from '@tanstack/react-query';
import AntApp from 'antd/es/app';
import type { api } from '#wire';
import { command } from '../../api/client.js';
import { useIntention } from '../../api/intention.js';

interface Then {
  /** What is said when it is on record. */
  readonly done: string;
  readonly onDone: () => void;
  readonly onProblem: (error: unknown) => void;
}

/** Gives a command about the rulebook; pressing again after a lost answer repeats the same intention. Then everything shown is read anew. */
export function useGiveRulebook(path: string, { done, onDone, onProblem }: Then) {
  const { message } = AntApp.useApp();
  const client = useQueryClient();
  const intention = useIntention();
  return useMutation({
    mutationFn: (body: unknown) => command<api.RulebookResult>(path, body, intention([path, body])),
    onSuccess: async () => {
      void message.success(done);
      await client.invalidateQueries({ queryKey: ['rulebook'] });
      onDone();
    },
    onError: onProblem,
  });
}
