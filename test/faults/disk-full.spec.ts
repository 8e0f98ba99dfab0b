import { execFileSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgresStore } from '#event-store/postgres';
import type { api } from '#wire';
import { append } from '../../libs/testing/append-requests.js';
import { openOffice, type Office } from '../e2e/api/office.js';
import { smallDisk, takeOff } from './small-disk.js';

/** Texts that no compression makes small. */
const text = (): string => Array.from({ length: 3_000 }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000))).join('');

const disk = smallDisk('disk full', '2m');

(disk === null ? describe.skip : describe)('when the disk of the record is full', () => {
  let office: Office;

  beforeAll(async () => {
    office = await openOffice();
    const { rows: [server] } = await office.pool.query<{ data_directory: string }>("select current_setting('data_directory') as data_directory");
    const { uid, gid } = statSync(server!.data_directory);
    const folder = join(disk!, 'space');
    execFileSync('install', ['-d', '-m', '0700', '-o', String(uid), '-g', String(gid), folder]);
    chmodSync(disk!, 0o755);
    await office.pool.query(`create tablespace small_disk location '${folder}'`);
    await office.pool.query('alter table record.event set tablespace small_disk');
  }, 60_000);

  afterAll(async () => {
    await office.pool.query('alter table record.event set tablespace pg_default');
    await office.pool.query('drop tablespace small_disk');
    await office.close();
    takeOff(disk!);
  }, 60_000);

  it('nothing is acknowledged that is not on record, nothing is called failed, the health is red, and reading goes on', async () => {
    const chen = await office.signIn('chen');
    const report = () => chen.give<{ readonly commandId: string }>('/api/v1/issues', { channel: 'visit', title: '井蓋', text: text(), area: 'comm-11' });
    const taken: string[] = [];
    let refused = await report();
    for (; refused.status === 201; refused = await report()) taken.push(refused.body.commandId);

    expect(refused).toMatchObject({ status: 503, body: { code: 'store-frozen', commandId: expect.any(String) } });
    expect(taken.length).toBeGreaterThan(20);
    // Not even a small one any more: whether the next would fit is not for chance to decide.
    expect(await chen.give('/api/v1/issues', { channel: 'visit', title: '小', text: '小', area: 'comm-11' })).toMatchObject({ status: 503, body: { code: 'store-frozen' } });
    const health = await fetch(`${office.url}/health/ready`);
    expect([health.status, await health.json()]).toMatchObject([503, { status: 'not-ready', parts: { record: { status: 'frozen', position: await office.store.lastPosition() } } }]);
    expect((await chen.get('/api/v1/issues')).status).toBe(200);

    for (const commandId of taken) expect((await chen.get<api.CommandStatus>(`/api/v1/commands/${commandId}`)).body.status).toBe('done');
    expect((await chen.get<api.CommandStatus>(`/api/v1/commands/${refused.body.commandId}`)).body.status).toBe('not-found');
  }, 120_000);

  it('a process started after room was made goes on where the record ends', async () => {
    const before = await office.store.lastPosition();
    await office.pool.query('alter table record.event set tablespace pg_default');
    const store = await openPostgresStore({ pool: office.pool });
    expect((await append(store)).lastPosition).toBe(before + 1);
    expect(store.health()).toEqual({ status: 'ok' });
    await store.close();
  }, 60_000);
});
