import { rosterDecider, type RosterEvent, type RosterState } from '#domain';
import type { EventStore } from '#event-store';
import type { CivilDate } from '#kernel';
import type { Views } from '#projections';
import { decodeEvent } from '#wire';
import { readHousehold } from './sensitive-files.js';
import { streamOf } from './streams.js';

type Link = Extract<RosterState, { status: 'linked' }>;

export interface LinkSources {
  readonly record: Pick<EventStore, 'readStream'>;
  readonly readModels: Pick<Views, 'roster'>;
}

/** Where the roster leads a cadre: the areas of all links, and the doors behind them. */
export interface LinkedPlaces {
  /** Units that a link is about: a community, and where a contact point or a contact household lies. */
  readonly areas: readonly string[];
  readonly communities: readonly string[];
  readonly households: readonly string[];
}

/**
 * Where a cadre's links that last on a day lead. Which links there are the read models tell; whether one still stands, and where its household
 * lies, is read from the record at once and never believed: read models that stand still would leave somebody at a door that is another's by now.
 */
export async function linkedPlaces({ record, readModels }: LinkSources, cadre: string, onDate: CivilDate): Promise<LinkedPlaces> {
  const { rows } = await readModels.roster({ cadre }, 'everything', onDate);
  const links = (await Promise.all(rows.map(({ link }) => linkOnRecord(record, link)))).filter((link): link is Link => lasts(link, onDate));
  const areas = await Promise.all(links.map((link) => areaOf(record, link)));
  const targets = (kind: Link['kind']) => links.flatMap((link) => (link.kind === kind ? [link.target] : []));
  return { areas: [...new Set(areas)].sort(), communities: targets('community'), households: targets('contact-household') };
}

async function linkOnRecord(record: LinkSources['record'], link: string): Promise<RosterState> {
  const { events } = await record.readStream(streamOf.roster(link));
  return events.map((event) => decodeEvent(event) as RosterEvent).reduce(rosterDecider.evolve, rosterDecider.initial);
}

function lasts(link: RosterState, onDate: CivilDate): boolean {
  return link.status === 'linked' && link.from <= onDate && (link.to === null || link.to >= onDate);
}

/** A household lies where its own record says; one that is linked before its particulars are taken, where the link does. */
async function areaOf(record: LinkSources['record'], { kind, target, unit }: Link): Promise<string> {
  if (kind === 'community') return target;
  const household = kind === 'contact-household' ? await readHousehold(record, target) : undefined;
  return household === undefined || household.status === 'none' ? unit : household.unit;
}
