import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { EXIT, type Terminal } from './terminal.js';

/** Stands for a reason that is read from standard input: what is typed on a command line, every user of the machine sees. */
const FROM_INPUT = '-';

/** The reason as it was given, or from standard input to its end. An empty one from there is wrong usage, exit code 2. */
export async function readReason(command: Command, say: Terminal, reason: string): Promise<string> {
  if (reason !== FROM_INPUT) return reason;
  if (process.stdin.isTTY) process.stderr.write(`${say.words('reason-ask')}\n`);
  return notEmpty(command, say, await text(process.stdin));
}

/** Where a person is asked for both: the password is the first line, the reason all that follows it. */
export async function readPasswordAndReason(command: Command, say: Terminal, { login, reason }: { readonly login: string; readonly reason: string }): Promise<{ readonly password: string; readonly reason: string }> {
  const question = say.words('password-ask', { login });
  if (reason !== FROM_INPUT || process.stdin.isTTY) {
    const password = await readPassword(question);
    return { password, reason: await readReason(command, say, reason) };
  }
  const [password = '', ...rest] = (await text(process.stdin)).split(/\r?\n/);
  return { password, reason: notEmpty(command, say, rest.join('\n')) };
}

function notEmpty(command: Command, say: Terminal, typed: string): string {
  const reason = typed.trim();
  if (reason === '') command.error(say.words('reason-not-read'), { exitCode: EXIT.usage });
  return reason;
}

/** One line from standard input; what is typed at a terminal is not shown. */
async function readPassword(question: string): Promise<string> {
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
