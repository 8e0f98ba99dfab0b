import { verify } from '../../apps/cli/commands/verify.js';
import { Terminal } from '../../apps/cli/terminal.js';
import type { StoredEvent } from '#event-store';
import type { StoredMeta } from '../../libs/event-store/recorded.js';
import { prepareReadModels } from '#projections/postgres';
import { signerInForce, type Evidence } from '#seal';
import { Edge } from '../../libs/seal/merkle.js';
import { evidenceOf, exported, liveAndSeal, type Exported } from './campaign.js';
import { chanceOf, MUTATIONS, sizesOf } from './mutations.js';
import { openSealedRecord, tamper, type SealedRecord } from './open.js';

const SEED = Number(process.env['MUTATION_SEED'] ?? 20_261_124);
const terminal = new Terminal('en', true);
let record: SealedRecord;
let base: Exported;
let evidence: Evidence;

beforeAll(async () => {
  record = await openSealedRecord();
  await liveAndSeal(record, 20);
  await prepareReadModels(record.pool);
  base = await exported(record);
  evidence = await evidenceOf(record);
}, 60_000);
afterAll(() => record.close());

/** The tables as whoever has the database's own password would leave them. */
async function put({ events, checkpoints, ...rest }: Exported): Promise<void> {
  const { pool } = record;
  const commands = events.map(({ meta }) => JSON.parse(meta) as StoredMeta);
  const column = <K extends keyof StoredEvent>(name: K): StoredEvent[K][] => events.map((event) => event[name]);
  await tamper(pool, 'record.event', 'truncate record.event');
  await pool.query(
    `insert into record.event (position, revision, schema, event_id, stream_id, type, hash, meta, data, command_id, command_index)
     select * from unnest($1::bigint[], $2::integer[], $3::smallint[], $4::uuid[], $5::text[], $6::text[], $7::bytea[], $8::text[], $9::text[], $10::text[], $11::integer[])`,
    [column('position'), column('revision'), column('schema'), column('eventId'), column('streamId'), column('type'), column('hash').map((hash) => Buffer.from(hash, 'hex')), column('meta'), column('data'),
      commands.map(({ command }) => command.id), commands.map(({ index }) => index)],
  );
  await tamper(pool, 'seal.checkpoint', 'truncate seal.checkpoint');
  const sizes = sizesOf({ events, checkpoints, ...rest });
  await pool.query('insert into seal.checkpoint (number, size, note, edge) select number, size, note, $3 from unnest($1::bigint[], $2::text[]) with ordinality as c (size, note, number)', [sizes, checkpoints, Edge.empty().bytes]);
}

it('verify finds a sealed record sound, and says how much of it is sealed', async () => {
  expect(await verify(record, terminal, evidence)).toMatchObject({ findings: [], seals: { checkpoints: base.checkpoints.length, sealed: base.events.length, findings: [] } });
});

it.each(['edit', 'delete', 'swap', 'truncate', 'rewrite', 'old backup'])(`verify finds out a falsified database: %s (MUTATION_SEED=${SEED})`, async (name) => {
  const { record: mutated, edited } = MUTATIONS[name]!(base, chanceOf(SEED), (await signerInForce(record.parts)).privateKey);
  await put(mutated);
  const { findings, seals } = await verify(record, terminal, evidence);
  expect(findings.length + seals.findings.length).toBeGreaterThan(0);
  if (edited) expect(findings.find(({ code }) => code === 'chain-broken')).toMatchObject(edited);
  if (name === 'rewrite' || name === 'old backup') expect(seals.findings.map(({ code }) => code)).toContain('outside-not-recorded');
  await put(base);
  expect(await verify(record, terminal, evidence)).toMatchObject({ findings: [], seals: { findings: [] } });
});

it.each(["set command_id = 'another-command'", 'set command_index = 7'])('verify finds out an event that its command no longer leads to: %s', async (change) => {
  await put(base);
  const { streamId, position, revision } = base.events[4]!;
  await tamper(record.pool, 'record.event', `update record.event ${change} where position = ${position}`);
  expect((await verify(record, terminal, evidence)).findings).toEqual([{ code: 'command-misfiled', streamId, position, revision }]);
});
