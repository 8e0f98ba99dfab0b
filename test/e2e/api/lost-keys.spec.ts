import { setTimeout as delay } from 'node:timers/promises';
import { KEPT_MS } from '#privacy';
import type { api } from '#wire';
import { openOffice } from './office.js';
import { ask } from './person.js';

it('a text whose key was lost is shown as lost, not as erased, and counted for whoever watches', async () => {
  const office = await openOffice();
  try {
    const chen = await office.signIn('chen');
    const { issueId } = await chen.reports('comm-11');
    await office.settled();
    const titles = async () => (await chen.get<api.LedgerPage>('/api/v1/issues')).body.rows.map(({ title }) => title);
    const metrics = async () => (await ask<string>(office.url, '/metrics')).body;
    expect(await titles()).toEqual(['路燈不亮']);
    expect(await metrics()).toContain('minqing_person_keys_lost 0\n');
    const { rows } = await office.pool.query<{ row: object }>('with gone as (delete from privacy.person_key k returning to_jsonb(k) as row) select row from gone');
    await delay(KEPT_MS);
    expect(await titles()).toEqual(['[key lost]']);
    expect((await office.store.readStream(`issue/${issueId}`)).events[0]!.data).toMatchObject({ text: '[key lost]' });
    expect(await metrics()).toMatch(/minqing_person_keys_lost [1-9]/);
    await office.pool.query('insert into privacy.person_key select * from jsonb_populate_recordset(null::privacy.person_key, $1)', [JSON.stringify(rows.map(({ row }) => row))]);
    await delay(KEPT_MS);
    expect(await titles()).toEqual(['路燈不亮']);
    expect(await metrics()).toContain('minqing_person_keys_lost 0\n');
  } finally {
    await office.close();
  }
}, 60_000);
