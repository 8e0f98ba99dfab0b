import { namesOf, streamOf } from '#application';
import { cadresIn, historyEntry } from '#audit';
import { Fault, type DomainEvent } from '#kernel';
import { decodeEvent, type api } from '#wire';
import type { Context } from './context.js';

/** The history of an issue by its number or its id. Fault `issue-not-found`. */
export async function findHistory(context: Context, issue: string): Promise<api.History> {
  const issueId = /^\d{8}-/.test(issue) ? await idOfNumber(context, issue) : issue;
  const { events } = await context.store.readStream(streamOf.issue(issueId));
  if (events.length === 0) throw new Fault('issue-not-found', { params: { issue } });
  const decoded = events.map((recorded) => ({ recorded, event: decodeEvent(recorded) as DomainEvent }));
  const names = await namesOf(context.readModels, decoded.flatMap(({ event }) => cadresIn(event)));
  return { issueId, entries: decoded.map(({ recorded, event }) => historyEntry(recorded, event, names)) };
}

async function idOfNumber(context: Context, number: string): Promise<string> {
  const { rows } = await context.readModels.ledger({ q: number, limit: 2 }, 'everything', context.now());
  const row = rows.find((candidate) => candidate.number === number.toUpperCase());
  if (!row) throw new Fault('issue-not-found', { params: { issue: number } });
  return row.issueId;
}
