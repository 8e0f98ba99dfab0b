import { issueNamed, replayIssue, standpoint } from '#application';
import { Fault } from '#kernel';
import type { api, Disclosure } from '#wire';
import type { Context } from './context.js';

/** The life of an issue by its number or its id, up to a moment. Fault `issue-not-found`. */
export async function findReplay(context: Pick<Context, 'store' | 'readModels' | 'now'>, issue: string, { to, asOf: asked }: { readonly to?: Disclosure; readonly asOf?: string | undefined } = {}): Promise<api.Replay> {
  const { store, readModels, asOf } = await standpoint(context, asked);
  const replay = await replayIssue(store, readModels, await issueIdNamed(context, issue), to);
  if (!replay) throw new Fault('issue-not-found', { params: { issue } });
  return { ...replay, asOf };
}

/** The id of an issue that is named by its number, or by the id itself. Fault `issue-not-found`. */
export async function issueIdNamed(context: Pick<Context, 'readModels' | 'now'>, issue: string): Promise<string> {
  const id = await issueNamed(context, issue);
  if (id === undefined) throw new Fault('issue-not-found', { params: { issue } });
  return id;
}
