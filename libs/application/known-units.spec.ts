import { openMemoryStore } from '#event-store/memory';
import type { Actor } from '#kernel';
import { Facts } from './facts.js';
import { Giver } from './give.js';
import { commandIdOf } from './ids.js';
import { KnownUnits } from './known-units.js';

const BY: Actor = { kind: 'operator', operator: 'test' };
const AT = '2026-10-05T01:00:00.000Z';
const readModels = { directory: async () => ({ unit: () => undefined }) };

async function recordWith(code: string) {
  const store = openMemoryStore();
  await new Giver(store, new Facts(store, readModels)).give({ type: 'register-unit', id: commandIdOf(BY, code), at: AT, by: BY, data: { code, name: code, level: 'city', kind: 'area', parent: null } });
  return store;
}

describe('the units that a process knows', () => {
  it('are read once for a while, and not any more where an older record was put back', async () => {
    let [record, reads] = [await recordWith('AH'), 0];
    const beneath: ConstructorParameters<typeof KnownUnits>[0] = {
      readStream: (streamId) => {
        reads += 1;
        return record.readStream(streamId);
      },
    };
    const [believing, asking] = [new KnownUnits(beneath, readModels, 60_000), new KnownUnits(beneath, readModels, 0)];
    const levelOf = (units: KnownUnits) => units.judge((directory) => directory.unit('AH')?.level);
    expect([await levelOf(believing), await levelOf(believing), reads]).toEqual(['city', 'city', 1]);
    expect(await levelOf(asking)).toBe('city');
    record = openMemoryStore();
    expect([await levelOf(believing), await levelOf(asking)]).toEqual(['city', undefined]);
  });
});
