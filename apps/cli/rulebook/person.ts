import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
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
  const post = posts.find((held) => mayAdminister(held, act, null, directory));
  if (!post) throw new Fault('act-not-allowed', { params: { login } });
  return actorOf(post);
}

/** One line from standard input; what is typed at a terminal is not shown. */
export async function readPassword(question: string): Promise<string> {
  let muted = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY === true });
  try {
    const asked = lines.question(process.stdin.isTTY ? question : '');
    muted = true;
    // Without a line there is no password: the sign-in then says so.
    return await Promise.race([asked, new Promise<string>((resolve) => { lines.once('close', () => resolve('')); })]);
  } finally {
    lines.close();
    if (process.stdin.isTTY) process.stderr.write('\n');
  }
}
