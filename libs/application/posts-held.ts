import { cadreDecider, type CadreEvent, type HeldPost } from '#domain';
import type { EventStore } from '#event-store';
import type { CivilDate } from '#kernel';
import type { PostHolder, Views } from '#projections';
import { decodeEvent } from '#wire';
import { streamOf } from './streams.js';

export interface PostSources {
  readonly record: Pick<EventStore, 'readStream'>;
  readonly readModels: Pick<Views, 'postsOf' | 'cadreNames' | 'units'>;
}

/**
 * The posts that a cadre holds on a day, with their units and roles as they are on record now: read models that stand still would leave somebody in a post
 * that is over. Names are what the read models have come to; a post in a unit that they do not know yet is left out, for its place in the tree is not known either.
 */
export function postsHeld({ record, readModels }: PostSources): (cadre: string, onDate: CivilDate) => Promise<readonly PostHolder[]> {
  return async (cadre, onDate) => {
    const [held, shown] = await Promise.all([postsOnRecord(record, cadre, onDate), readModels.postsOf(cadre, onDate)]);
    const known = shown.flatMap((holder) => {
      const post = held.find((one) => one.post === holder.post);
      return post ? [{ ...holder, unit: post.unit, role: post.role }] : [];
    });
    const unknown = held.filter(({ post }) => !known.some((holder) => holder.post === post));
    return unknown.length === 0 ? known : [...known, ...(await withNames(unknown, readModels))];
  };
}

/** The posts that last on the day, in no order; none for who is not registered. */
export async function postsOnRecord(record: PostSources['record'], cadre: string, onDate: CivilDate): Promise<readonly HeldPost[]> {
  const { events } = await record.readStream(streamOf.cadre(cadre));
  const state = events.map((event) => decodeEvent(event) as CadreEvent).reduce(cadreDecider.evolve, cadreDecider.initial);
  return state.status === 'none' ? [] : state.posts.filter(({ from, to }) => from <= onDate && (to === null || to >= onDate));
}

async function withNames(posts: readonly HeldPost[], readModels: PostSources['readModels']): Promise<readonly PostHolder[]> {
  const [units, names] = await Promise.all([readModels.units(), readModels.cadreNames(posts.map(({ cadre }) => cadre))]);
  return posts.flatMap(({ cadre, post, unit, role }) => {
    const place = units.find(({ code }) => code === unit);
    return place ? [{ cadre, name: names.get(cadre) ?? cadre, post, unit, unitName: place.name, level: place.level, role }] : [];
  });
}
