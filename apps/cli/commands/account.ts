import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { postsHeld } from '#application';
import { createAccount, openDesk, setDisabled, setPassword, type AccountAnswer, type Desk } from '#identity';
import { dateAt, Fault } from '#kernel';
import { withContext, type Context } from '../context.js';
import { operatorName } from '../operator.js';
import { EXIT, type Terminal } from '../terminal.js';

export const SHANGHAI_OFFSET = 480;

export function addAccount(program: Command, terminal: () => Terminal): void {
  const account = program.command('account').description('help.account');
  account.command('create').description('help.account.create')
    .requiredOption('--login <name>').requiredOption('--cadre <code>')
    .action(({ login, cadre }: { readonly login: string; readonly cadre: string }) => act(terminal(), login, async (desk, password) => {
      if ((await desk.postsOf(cadre, dateAt(desk.now(), SHANGHAI_OFFSET))).length === 0) throw new Fault('cadre-without-post', { params: { cadre } });
      return createAccount(desk, { login, cadre, password });
    }, 'account-created'));
  account.command('password').description('help.account.password')
    .argument('<login>').action((login: string) => act(terminal(), login, (desk, password) => setPassword(desk, login, password), 'account-password'));
  account.command('disable').description('help.account.disable')
    .argument('<login>').action((login: string) => act(terminal(), login, (desk) => setDisabled(desk, login, true), 'account-disabled'));
  account.command('enable').description('help.account.enable').argument('<login>')
    .action((login: string) => act(terminal(), login, (desk) => setDisabled(desk, login, false), 'account-enabled'));
}

async function act(terminal: Terminal, login: string, work: (desk: Desk, password: string) => Promise<AccountAnswer>, said: string): Promise<void> {
  const password = randomPassword();
  const answer = await withContext(async (context) => work(await deskOf(context), password));
  if (!answer.done) {
    process.stderr.write(`${terminal.refusal(answer.refusal)}\n`);
    process.exitCode = EXIT.failed;
    return;
  }
  const withPassword = said === 'account-created' || said === 'account-password';
  terminal.say(said, { login, ...(withPassword ? { password } : {}) });
  terminal.result({ login, ...(withPassword ? { password } : {}) });
  process.exitCode = EXIT.done;
}

export function deskOf({ pool, record, readModels, now }: Pick<Context, 'pool' | 'record' | 'readModels' | 'now'>): Promise<Desk> {
  return openDesk({ pool, postsOf: postsHeld({ record, readModels }), now, offsetMinutes: SHANGHAI_OFFSET, operator: operatorName() });
}

/** 80 random bits, in signs that are not mistaken for each other. */
export function randomPassword(): string {
  const signs = '23456789abcdefghjkmnpqrstuvwxyz';
  const text = [...randomBytes(64)].filter((byte) => byte < 248).slice(0, 16).map((byte) => signs[byte % 31]).join('');
  return text.match(/.{4}/g)!.join('-');
}
