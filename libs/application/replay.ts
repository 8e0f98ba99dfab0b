import { cadresIn, replayOf } from '#audit';
import { rulesNamed } from '#domain';
import type { EventStore } from '#event-store';
import type { Read, Views } from '#projections';
import { decodeEvent, type api, type Disclosure } from '#wire';
import { namesOf } from './names.js';
import { readRulebook } from './rulebook.js';
import { streamOf } from './streams.js';

/** One issue step by step, from the record alone but for the names, which are those of the moment it is read at. Undefined for an id without events. */
export async function replayIssue(store: Pick<EventStore, 'readStream'>, readModels: Pick<Views, 'units' | 'cadreNames'>, issueId: string, to: Disclosure = 'nothing'): Promise<Read<api.Replay> | undefined> {
  const [{ events }, rulebook] = await Promise.all([store.readStream(streamOf.issue(issueId)), readRulebook(store)]);
  const [first] = events;
  if (!first) return undefined;
  const names = await namesOf(readModels, events.flatMap((recorded) => cadresIn(decodeEvent(recorded))));
  const steps = replayOf(events, names, (version) => rulesNamed(rulebook, version), to);
  return { issueId, number: (first.data as { readonly number: string }).number, steps };
}
