import { accept, never, refuse, type CivilDate, type Decider, type Decision } from '#kernel';
import type { OrganisationFacts } from '../unit/facts.js';
import type { CadreCommand, CadreEvent, LeavePost, PostData, PostLeft, RegisterCadre, TakePost } from './events.js';
import { evolveCadre } from './evolve.js';
import { aPostIsInAKnownUnit } from './rules/a-post-is-in-a-known-unit.js';
import { aPostIsLeftOnceAndNotBeforeItBegan } from './rules/a-post-is-left-once-and-not-before-it-began.js';
import { aPostKeepsItsMeaning } from './rules/a-post-keeps-its-meaning.js';
import { postsOfOneUnitAndRoleDoNotOverlap } from './rules/posts-of-one-unit-and-role-do-not-overlap.js';
import { initialCadre, type CadreState, type HeldPost } from './state.js';

type Known = Extract<CadreState, { status: 'registered' }>;
type Told = Pick<PostLeft, 'at' | 'by'>;

export function decideCadre(command: CadreCommand, state: CadreState, facts: OrganisationFacts): Decision<CadreEvent> {
  if (command.type === 'register-cadre') return register(command, state);
  if (state.status === 'none') return refuse('cadre-unknown', { cadre: command.data.cadre });
  switch (command.type) {
    case 'take-post': return take(command, state, facts);
    case 'leave-post': return leave(command, state);
    default: return never(command);
  }
}

function register({ at, by, data }: RegisterCadre, state: CadreState): Decision<CadreEvent> {
  if (state.status === 'none') return accept<CadreEvent>({ type: 'CadreRegistered', at, by, data });
  if (state.name === data.name && state.phone === (data.phone ?? null)) return accept();
  return accept<CadreEvent>({ type: 'CadreRenamed', at, by, data });
}

function take({ at, by, data: { to, ...post } }: TakePost, state: Known, { directory }: OrganisationFacts): Decision<CadreEvent> {
  const known = state.posts.find((held) => held.post === post.post);
  if (known) return aPostKeepsItsMeaning(known, post) ?? (to === undefined ? accept() : end(known, to, { at, by }));
  return aPostIsInAKnownUnit(post, directory)
    ?? (to === undefined ? undefined : aPostIsLeftOnceAndNotBeforeItBegan({ ...post, to: null }, to))
    ?? postsOfOneUnitAndRoleDoNotOverlap({ ...post, to: to ?? null }, state.posts)
    ?? accept<CadreEvent>({ type: 'PostTaken', at, by, data: post }, ...(to === undefined ? [] : [left(post, to, { at, by })]));
}

function leave({ at, by, data }: LeavePost, state: Known): Decision<CadreEvent> {
  const held = state.posts.find((post) => post.post === data.post);
  return held ? end(held, data.to, { at, by }) : refuse('post-unknown', { post: data.post });
}

function end(held: HeldPost, to: CivilDate, told: Told): Decision<CadreEvent> {
  if (held.to === to) return accept();
  return aPostIsLeftOnceAndNotBeforeItBegan(held, to) ?? accept<CadreEvent>(left(held, to, told));
}

function left({ cadre, post }: PostData, to: CivilDate, told: Told): PostLeft {
  return { type: 'PostLeft', ...told, data: { cadre, post, to } };
}

export const cadreDecider: Decider<CadreCommand, CadreEvent, CadreState, OrganisationFacts> = {
  initial: initialCadre, decide: decideCadre, evolve: evolveCadre,
};
