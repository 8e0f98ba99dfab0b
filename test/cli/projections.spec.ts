import { EMPTY_STREAM, uuid5 } from '#event-store';
import { encodeEvent } from '#wire';
import { needsSomebody, skipAsOperator, tellAll } from '../../apps/cli/commands/projections.js';
import { isUnexpected, takeStep } from '../../apps/cli/commands/rebuild.js';
import { Terminal, type Params } from '../../apps/cli/terminal.js';
import { operatorName } from '../../apps/cli/operator.js';
import { NOW, openCli, type OpenCli } from './open.js';

let cli: OpenCli;
const said: string[] = [];
const terminal = new Terminal('en', true);
const say = Object.assign(terminal, { say: (code: string, params: Params) => { said.push(terminal.words(code, params)); } });
const OPERATOR = { kind: 'operator', operator: 'spec' } as const;

beforeAll(async () => { cli = await openCli(); }, 60_000);
afterAll(() => cli.close());
beforeEach(() => { said.length = 0; });

async function write(streamId: string, type: string, data: object): Promise<number> {
  const events = [encodeEvent({ type, at: NOW, by: OPERATOR, data })];
  const outcome = await cli.context.store.append({ streamId, expected: EMPTY_STREAM, command: { id: uuid5('spec', streamId), type: 'spec', digest: '0'.repeat(64) }, ruleVersion: 'notice-1', events });
  if (outcome.status !== 'appended') throw new Error(outcome.status);
  return outcome.lastPosition;
}

it('rebuilds in steps, tells what differs, goes back, and leaves each act in the audit', async () => {
  const { context } = cli;
  await write('cadre/li', 'CadreRegistered', { cadre: 'li', name: 'Li' });
  await cli.caughtUp();
  await context.pool.query(`update read.cadre set name = 'forged' where cadre = 'li'`);
  await expect(takeStep(context, say, 'undo', 'cadre')).rejects.toMatchObject({ code: 'undo-nothing-kept' });
  await takeStep(context, say, 'beside', 'cadre');
  const { comparison } = await takeStep(context, say, 'compare', 'cadre');
  expect(isUnexpected(comparison!)).toBe(true);
  expect(said).toContain('  cadre: 1 rows differ (1 live, 1 beside): li');
  await tellAll(context, say);
  expect(said.join('\n')).toMatch(new RegExp(`  beside it: version \\d+, ready, 1 of 1, by ${operatorName()}`));
  const name = async () => (await context.readModels.cadreNames(['li'])).get('li');
  await takeStep(context, say, 'switch', 'cadre');
  expect(await name()).toBe('Li');
  await takeStep(context, say, 'undo', 'cadre');
  expect(await name()).toBe('forged');
  await takeStep(context, say, 'rebuild', 'cadre');
  expect(await name()).toBe('Li');
  await takeStep(context, say, 'drop', 'cadre');
  await expect(takeStep(context, say, 'undo', 'cadre')).rejects.toMatchObject({ code: 'undo-nothing-kept' });
  const { rows } = await context.pool.query<{ act: string }>(`select act from identity.audit where subject = 'cadre' order by id`);
  expect(rows.map(({ act }) => act)).toEqual(['beside', 'switch', 'undo', 'rebuild', 'drop'].map((step) => `read-model-${step}`));
});

it('shows a read model that stopped, and skips the event with a reason, on record and in the audit', async () => {
  const { context } = cli;
  const position = await write('issue/broken', 'IssueClosed', { ground: 'declined', note: 'of nothing' });
  while ((await context.pool.query('select 1 from read.poison')).rowCount === 0) await new Promise((resolve) => { setTimeout(resolve, 25); });
  const { readModels } = await tellAll(context, say);
  expect(readModels.filter(needsSomebody).map(({ name }) => name)).toEqual(['ledger']);
  expect(said).toContain(`  stopped at position ${position}, IssueClosed (event-out-of-place)`);

  await expect(skipAsOperator(context, 'ledger', { position: position - 1, reason: 'x' })).rejects.toMatchObject({ code: 'skip-not-stopped' });
  expect(await skipAsOperator(context, 'ledger', { position, reason: ' ' })).toMatchObject({ status: 'refused', refusal: { code: 'reason-missing' } });
  expect(await skipAsOperator(context, 'ledger', { position, reason: 'the report was lost' })).toMatchObject({ status: 'done' });
  await cli.caughtUp();
  said.length = 0;
  await tellAll(context, say);
  expect(said).toContain(`  left out: position ${position}, IssueClosed (event-out-of-place): the report was lost`);
  await expect(takeStep(context, say, 'rebuild', 'ledger')).rejects.toMatchObject({ code: 'rebuild-stopped', params: { position } });
  const { events } = await context.store.readStream('read-model/ledger');
  expect(events).toMatchObject([{ type: 'ReadModelEventSkipped', by: { kind: 'operator', operator: 'command-line' }, data: { position, reason: 'the report was lost' } }]);
  expect((await context.pool.query(`select detail from identity.audit where act = 'event-skipped'`)).rows).toMatchObject([{ detail: { operator: operatorName(), position, copy: 'live' } }]);
});
