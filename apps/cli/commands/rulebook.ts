import { InvalidArgumentError, type Command } from 'commander';
import { readRulebook, rulebookComparison, rulebookVersions, standpoint, type Standpoint } from '#application';
import { figuresOf, rulesNamed, versionAt, type Rulebook, type RulebookCommand } from '#domain';
import { Fault, type Instant, type Refusal } from '#kernel';
import type { api } from '#wire';
import { withContext, type Context } from '../context.js';
import { localTime } from '../local-time.js';
import { noteOperator, operatorName } from '../operator.js';
import { refuseBoth } from '../options.js';
import { giveForRulebook, rulebookIn, type Decided } from '../rulebook/decide.js';
import { actingPerson } from '../rulebook/person.js';
import { calendarWarning, tellDifference, tellFigure, tellVersion } from '../rulebook/tell.js';
import { readPasswordAndReason } from '../standard-input.js';
import { EXIT, type Terminal } from '../terminal.js';

interface Shown { readonly version?: string; readonly at?: Instant; readonly asOf?: string; readonly figures?: true }
interface Person { readonly login: string; readonly reason: string }

export function addRulebook(program: Command, terminal: () => Terminal): void {
  const rulebook = program.command('rulebook').description('help.rulebook');
  rulebook.command('show').description('help.rulebook.show')
    .option('--version <name>', 'help.rulebook.show.version').option('--at <moment>', 'help.rulebook.show.at', (value) => momentOf(terminal(), value))
    .option('--as-of <moment>', 'help.as-of').option('--figures', 'help.rulebook.show.figures')
    .action((options: Shown, command: Command) => {
      refuseBoth(command, terminal(), 'version', 'at');
      return show(terminal(), options);
    });
  rulebook.command('list').description('help.rulebook.list').action(() => list(terminal()));
  rulebook.command('compare').description('help.rulebook.compare')
    .argument('<older>', 'help.rulebook.older').argument('<newer>', 'help.rulebook.newer')
    .action((older: string, newer: string) => compare(terminal(), older, newer));
  addDeciding(rulebook, terminal);
}

/** What changes the rules: two persons with accounts, and the operator's one step at installation. */
function addDeciding(rulebook: Command, terminal: () => Terminal): void {
  const byPerson = (command: Command) => command.requiredOption('--login <name>', 'help.rulebook.login');
  byPerson(rulebook.command('propose').description('help.rulebook.propose').argument('<file>', 'help.rulebook.file'))
    .requiredOption('--reason <text>', 'help.rulebook.reason')
    .action((file: string, person: Person, command: Command) => ofFile(terminal(), file, 'rulebook-proposed', (rules) =>
      asPerson({ command, say: terminal(), person }, rules.version, (reason) => ({ type: 'propose-rulebook', data: { rules, reason } }))));
  byPerson(rulebook.command('approve').description('help.rulebook.approve').argument('<version>', 'help.rulebook.version'))
    .action(async (version: string, { login }: Person, command: Command) =>
      tell(terminal(), 'rulebook-approved', await asPerson({ command, say: terminal(), person: { login, reason: '' } }, version, () => ({ type: 'approve-rulebook', data: { version } }))));
  byPerson(rulebook.command('withdraw').description('help.rulebook.withdraw').argument('<version>', 'help.rulebook.version'))
    .requiredOption('--reason <text>', 'help.rulebook.reason')
    .action(async (version: string, person: Person, command: Command) =>
      tell(terminal(), 'rulebook-withdrawn', await asPerson({ command, say: terminal(), person }, version, (reason) => ({ type: 'withdraw-rulebook', data: { version, reason } }))));
  rulebook.command('adopt').description('help.rulebook.adopt').argument('<file>', 'help.rulebook.file')
    .action((file: string) => ofFile(terminal(), file, 'rulebook-adopted', (rules) =>
      withContext((context) => adopt(context, rules))));
}

/** In one step, by the account of the machine. */
export async function adopt(context: Context, rules: Rulebook): Promise<Decided> {
  const operator = operatorName();
  const decided = await giveForRulebook(context, { kind: 'operator', operator }, rules.version, { type: 'adopt-rulebook', data: rules });
  if (decided.done) await noteOperator(context, 'rulebook-adopted', { subject: rules.version });
  return decided;
}

async function show(terminal: Terminal, options: Shown): Promise<void> {
  const { rules, calendar } = await withContext((context) => rulesToShow(context, options));
  if (options.figures) for (const figure of figuresOf(rules)) tellFigure(terminal, figure as api.RulebookFigure);
  // The form that `propose` takes, on stdout alone, so that it can be led into a file.
  if (!options.figures) process.stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
  else terminal.result(rules);
  warn(terminal, calendar);
  process.exitCode = EXIT.done;
}

/** A version by its name or by the moment that it holds at, with the calendar's end, as they are or were known. Fault `rulebook-unknown`. */
export async function rulesToShow(context: Context, options: Shown): Promise<{ readonly rules: Rulebook; readonly calendar: api.CalendarCoverage }> {
  const then = await standpoint(context, options.asOf);
  return { rules: await chosen(then, options), calendar: (await rulebookVersions(then, null)).calendar };
}

async function chosen({ store, now }: Standpoint, { version, at }: Shown): Promise<Rulebook> {
  const state = await readRulebook(store);
  const rules = version === undefined ? versionAt(state, at ?? now()) : rulesNamed(state, version);
  if (rules) return rules;
  throw new Fault('rulebook-unknown', { params: { version: version ?? '' } });
}

async function list(terminal: Terminal): Promise<void> {
  const found = await withContext((context) => rulebookVersions(context, null));
  for (const row of found.versions) tellVersion(terminal, row);
  terminal.result(found);
  warn(terminal, found.calendar);
  process.exitCode = EXIT.done;
}

async function compare(terminal: Terminal, older: string, newer: string): Promise<void> {
  const found = await withContext(async (context) => {
    const comparison = await rulebookComparison(context, older, newer);
    if (comparison) return comparison;
    const state = await readRulebook(context.store);
    throw new Fault('rulebook-unknown', { params: { version: rulesNamed(state, older) ? newer : older } });
  });
  if (found.differences.length === 0) terminal.say('rulebook-same', { older, newer });
  for (const difference of found.differences) tellDifference(terminal, difference);
  terminal.result(found);
  process.exitCode = EXIT.done;
}

interface Asking { readonly command: Command; readonly say: Terminal; readonly person: Person }

/** The password is asked for before anything is opened. */
async function asPerson({ command, say, person }: Asking, version: string, given: (reason: string) => Pick<RulebookCommand, 'type' | 'data'>): Promise<Decided> {
  const { password, reason } = await readPasswordAndReason(command, say, person);
  const asked = given(reason);
  return withContext(async (context) => {
    const by = await actingPerson(context, person.login, password, asked.type);
    return giveForRulebook(context, by, version, asked);
  });
}

async function ofFile(terminal: Terminal, file: string, said: string, give: (rules: Rulebook) => Promise<Decided>): Promise<void> {
  const rules = await rulebookIn(file);
  if ('code' in rules) return tell(terminal, said, { done: false, refusal: rules });
  tell(terminal, said, await give(rules), { effectiveFrom: localTime(rules.effectiveFrom) });
}

function tell(terminal: Terminal, said: string, decided: Decided, more: Readonly<Record<string, string>> = {}): void {
  if (!decided.done) return refused(terminal, decided.refusal);
  terminal.say(said, { version: decided.version, ...more });
  terminal.result({ status: 'done', version: decided.version });
  process.exitCode = EXIT.done;
}

function refused(terminal: Terminal, refusal: Refusal): void {
  process.stderr.write(`${terminal.refusal(refusal)}\n`);
  terminal.result({ status: 'refused', refusal });
  process.exitCode = EXIT.failed;
}

/** To stderr, where it is seen also when the result goes into a file. */
function warn(terminal: Terminal, coverage: api.CalendarCoverage): void {
  const warning = calendarWarning(terminal, coverage);
  if (warning !== null) process.stderr.write(`${warning}\n`);
}

/** A day is taken at its beginning in China. */
function momentOf(terminal: Terminal, value: string): Instant {
  const millis = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00+08:00` : value);
  if (Number.isNaN(millis)) throw new InvalidArgumentError(terminal.words('moment-wrong', { value }));
  return new Date(millis).toISOString();
}
