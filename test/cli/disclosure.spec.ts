import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandIdOf, issueIdOf } from '#application';
import type { Actor } from '#kernel';
import type { api } from '#wire';
import { exportEvents } from '../../apps/cli/commands/export-events.js';
import { exportSensitiveReads } from '../../apps/cli/commands/export-sensitive-reads.js';
import { importInto } from '../../apps/cli/commands/import.js';
import { replayFor } from '../../apps/cli/commands/replay.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { operatorName } from '../../apps/cli/operator.js';
import { tellReporter, tellSteps } from '../../apps/cli/tell-replay.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const CADRE: Actor = { kind: 'cadre', cadre: 'C014', post: 'P014', unit: 'LX-01', role: 'cadre' };
const quiet = { update: () => undefined, stop: () => undefined };
let cli: OpenCli;
let folder: string;
let open: string;
let sealed: string;

async function report(key: string, over: object): Promise<string> {
  const id = commandIdOf(CADRE, key);
  const issueId = issueIdOf(id);
  const data = { issueId, channel: 'visit', title: '路燈', text: '不亮', area: 'LX-01', heardAt: NOW, reporter: { name: '何秋實', phone: '138\n0000' }, ...over };
  const outcome = await cli.context.giver.give({ type: 'report-issue', id, at: NOW, by: CADRE, data } as never);
  expect(outcome.status).toBe('done');
  return issueId;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minqing-disclosure-'));
  cli = await openCli();
  await importInto(cli.context, new Terminal('en', true), 'units', sampleFile('units.csv'), { now: NOW, unit: undefined, places: [], startClock: false });
  [open, sealed] = [await report('open', {}), await report('sealed', { sealedIdentity: true })];
  await cli.caughtUp();
}, 60_000);
afterAll(async () => {
  await cli.close();
  await rm(folder, { recursive: true });
});

async function told(issue: string, purpose?: api.PurposeName): Promise<string> {
  const lines: string[] = [];
  const terminal = new Terminal('zh-Hant', false);
  terminal.text = (text) => { lines.push(text); };
  terminal.say = (code, params) => { lines.push(terminal.words(code, params)); };
  const found = await replayFor(cli.context, issue, purpose === undefined ? {} : { purpose });
  if ('refusal' in found) return found.refusal.code;
  if (purpose !== undefined) tellReporter(terminal, found.replay);
  tellSteps(terminal, found.replay.steps, found.replay.steps, { view: 'json', state: false });
  return lines.join('\n');
}

async function exported(write: (target: () => NodeJS.WritableStream) => Promise<number>): Promise<string> {
  const file = join(folder, `${Math.random()}.out`);
  await write(() => createWriteStream(file));
  return await readFile(file, 'utf8');
}

describe('the command line', () => {
  it('withholds who brought a matter, in the reader\'s words', async () => {
    const lines = await told(open);
    expect(lines).toContain('"name": "［未顯示］"');
    expect(lines).not.toContain('何秋實');
  });

  it('tells it for a purpose, on one line, and writes who asked', async () => {
    const lines = await told(open, 'legal-request');
    expect(lines.split('\n')[0]).toBe('反映人：何秋實 · 138 0000（此次查看已記錄在案）');
    expect(lines).toContain('"name": "何秋實"');
    expect(await told('no-such-issue', 'audit')).toBe('issue-unknown');
  });

  it('opens no sealed identity, and writes that it was asked to', async () => {
    expect(await told(sealed, 'audit')).toBe('identity-sealed');
    expect(await told(sealed)).not.toContain('何秋實');
  });

  it('exports no event with an identity in it', async () => {
    for (const format of ['csv', 'jsonl'] as const) {
      const text = await exported((target) => exportEvents(cli.context, { format }, target, 'en', quiet));
      expect(text).toContain('IssueReported');
      expect(text).not.toContain('何秋實');
    }
  });

  it('exports who read what, by the filters, and writes that it did', async () => {
    const text = await exported((target) => exportSensitiveReads(cli.context, {}, target, quiet));
    const [head, ...rows] = text.slice(1).trim().split('\n');
    expect(head).toBe('at,outcome,answer,purpose,means,byName,cadre,post,operator,file,subject,number,area,unit,opening,id');
    expect(rows.map((row) => row.split(',').slice(1, 5))).toEqual([['denied', 'identity-sealed', 'audit', 'replay'], ['read', '', 'legal-request', 'replay']]);
    expect(await exported((target) => exportSensitiveReads(cli.context, { issue: open, format: 'csv' }, target, quiet))).not.toContain('identity-sealed');
    await expect(exportSensitiveReads(cli.context, { from: '2026-02-30' }, () => { throw new Error('too late'); }, quiet)).rejects.toMatchObject({ code: 'filter-wrong', params: { filter: 'from' } });
    const { rows: noted } = await cli.context.pool.query<{ detail: object }>("select detail from identity.audit where act = 'sensitive-reads-exported' order by id");
    expect(noted).toEqual([{ detail: { operator: operatorName() } }, { detail: { operator: operatorName(), issue: open } }]);
  });
});
