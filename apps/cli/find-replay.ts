import { replayIssue } from '#application';
import { Fault } from '#kernel';
import type { api } from '#wire';
import type { Context } from './context.js';

/** The life of an issue by its number or its id. Fault `issue-not-found`. */
export async function findReplay(context: Pick<Context, 'store' | 'readModels' | 'now'>, issue: string): Promise<api.Replay> {
  const issueId = /^\d{8}-/.test(issue) ? await idOfNumber(context, issue) : issue;
  const replay = await replayIssue(context.store, context.readModels, issueId);
  if (!replay) throw new Fault('issue-not-found', { params: { issue } });
  return replay;
}

async function idOfNumber({ readModels, now }: Pick<Context, 'readModels' | 'now'>, number: string): Promise<string> {
  const { rows } = await readModels.ledger({ q: number, limit: 2 }, 'everything', now());
  const row = rows.find((candidate) => candidate.number === number.toUpperCase());
  if (!row) throw new Fault('issue-not-found', { params: { issue: number } });
  return row.issueId;
}
