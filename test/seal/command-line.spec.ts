import { loadConfig } from '#config';
import { RestoreMark } from '#recovery';
import { rotate, sealNow } from '../../apps/cli/commands/seal.js';
import { verify } from '../../apps/cli/commands/verify.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { allOf, openSealedRecord, said, type SealedRecord } from './open.js';

let record: SealedRecord;
beforeEach(async () => { record = await openSealedRecord(); });
afterEach(() => record.close());

it('an operator rotates the key: what was there is sealed by the old one, what comes by the new one, and both are followed', async () => {
  const config = loadConfig({ MINQING_HOME: record.folder, SEAL_KEY_FILE: record.keyFile.path });
  const parts = { ...record, config, mark: await RestoreMark.open(record.pool), now: record.parts.now };
  await record.grow(12);
  expect(await rotate(parts)).toMatchObject({ number: 2, after: 1 });
  await record.grow(6);
  expect(await sealNow(parts)).toEqual({ checkpoints: 1, sealed: 18 });
  const { seals } = await verify(record, new Terminal('en', true));
  expect(seals).toEqual({ keys: 2, checkpoints: 2, sealed: 18, vouched: null, passedOver: 0, declared: [], findings: [] });
  expect((await allOf(record.seals)).map((each) => said(each).size)).toEqual([12, 18]);
});
