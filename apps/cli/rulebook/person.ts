import { actorOf, mayAdminister, signIn, signOut, type AdministrationAct } from '#identity';
import { Fault, type Actor } from '#kernel';
import { deskOf } from '../commands/account.js';
import type { Context } from '../context.js';

/**
 * Who stands behind an account, by a post that may do this to the whole; the session that proves it ends at once.
 * Faults: `sign-in-denied`, `sign-in-too-many`, `act-not-allowed`.
 */
export async function actingPerson(context: Context, login: string, password: string, act: AdministrationAct): Promise<Actor> {
  const desk = await deskOf(context);
  const answer = await signIn(desk, { login, password, address: 'command-line' });
  if (answer.status === 'denied') throw new Fault('sign-in-denied', { params: { login } });
  if (answer.status === 'too-many') throw new Fault('sign-in-too-many', { params: { login, again: answer.again } });
  await signOut(desk, answer.token);
  const directory = await context.readModels.directory();
  const posts = answer.session.posts.map(({ post, unit, role }) => ({ cadre: answer.session.cadre, post, unit, role }));
  const post = posts.find((held) => mayAdminister(held, act, directory));
  if (!post) throw new Fault('act-not-allowed', { params: { login } });
  return actorOf(post);
}
