import { openMemoryStore } from '#event-store/memory';
import { append } from '../testing/append-requests.js';
import { GuardedStore } from './guarded-store.js';
import type { Restore } from './restore-mark.js';

const RESTORE: Restore = { id: 'r1', position: 1 };

function guarded(believedMs?: number) {
  const mark: { standing: Restore | undefined; asked: number } = { standing: undefined, asked: 0 };
  const store = new GuardedStore(openMemoryStore(), { read: async () => { mark.asked += 1; return mark.standing; } }, believedMs);
  return { mark, store };
}

describe('a record whose gap is undeclared', () => {
  it('takes nothing, can be read, and goes on once the mark is gone', async () => {
    const { mark, store } = guarded();
    mark.standing = RESTORE;
    await expect(append(store)).rejects.toMatchObject({ code: 'gap-undeclared' });
    expect(await store.readAll({ after: 0 })).toEqual([]);
    mark.standing = undefined;
    expect(await append(store)).toMatchObject({ lastPosition: 1 });
  });

  it('is refused by a process that found it empty before the restore', async () => {
    const { mark, store } = guarded();
    expect(await store.lastPosition()).toBe(0);
    mark.standing = RESTORE;
    await expect(append(store)).rejects.toMatchObject({ code: 'gap-undeclared' });
  });
});

it('a record that is marked under a running process is refused once its mark is asked for again', async () => {
  const { mark, store } = guarded(0);
  await append(store);
  await append(store);
  mark.standing = RESTORE;
  await expect(append(store)).rejects.toMatchObject({ code: 'gap-undeclared' });
});

it('a record with events and without the mark is not asked about at each append', async () => {
  const { mark, store } = guarded();
  for (let n = 0; n < 4; n += 1) await append(store);
  expect(mark.asked).toBe(2);
});
