import type { RecordedEvent } from './port.js';
import { SharedReading } from './shared-reading.js';

const LAST = 25;
const PAGE = 10;

let reads: number[];

const store = {
  readAll: async ({ after, limit = 1_000 }: { after: number; limit?: number }): Promise<readonly RecordedEvent[]> => {
    reads.push(after);
    const count = Math.max(0, Math.min(limit, LAST - after));
    return Array.from({ length: count }, (_, index) => ({ position: after + 1 + index }) as RecordedEvent);
  },
};

type Reader = ReturnType<SharedReading['reader']>;

/** Every position as far as the end; `onPage` hears where a page ended before the next is asked for. */
async function readThrough({ readAll, leave }: Reader, end: number, onPage: (last: number) => Promise<void> | void = () => undefined): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let after = 0; after < end;) {
    const page = await readAll({ after, limit: Math.min(PAGE, end - after) });
    if (page.length === 0) break;
    seen.push(...page.map(({ position }) => position));
    after = seen.at(-1)!;
    await onPage(after);
  }
  leave();
  return seen;
}

const upTo = (end: number): number[] => Array.from({ length: end }, (_, index) => index + 1);

beforeEach(() => { reads = []; });

it('reads each page once for all, also for one who ends earlier than the others', async () => {
  const reading = new SharedReading(store);
  const [first, second, third] = [reading.reader(), reading.reader(), reading.reader()];
  const seen = await Promise.all([readThrough(first, LAST), readThrough(second, 13), readThrough(third, LAST)]);
  expect(seen).toEqual([upTo(LAST), upTo(13), upTo(LAST)]);
  expect(reads).toEqual([0, 10, 13, 23]);
});

it('lets nobody run ahead of the slowest', async () => {
  const reading = new SharedReading(store);
  const [quick, slow] = [reading.reader(), reading.reader()];
  const pages: string[] = [];
  await Promise.all([
    readThrough(quick, LAST, (last) => { pages.push(`quick ${last}`); }),
    readThrough(slow, LAST, async (last) => {
      await new Promise((resolve) => { setTimeout(resolve, 5); });
      pages.push(`slow ${last}`);
    }),
  ]);
  expect(pages).toEqual(['quick 10', 'slow 10', 'quick 20', 'slow 20', 'quick 25', 'slow 25']);
});

it('goes on when one leaves in the middle', async () => {
  const reading = new SharedReading(store);
  const [steady, failing] = [reading.reader(), reading.reader()];
  const failed = failing.readAll({ after: 0, limit: PAGE }).then(() => failing.leave());
  expect(await readThrough(steady, LAST)).toEqual(upTo(LAST));
  await failed;
});

it('reads for one alone who asks for another place, and for the others without it', async () => {
  const reading = new SharedReading(store);
  const [steady, astray] = [reading.reader(), reading.reader()];
  const page = astray.readAll({ after: 7, limit: 2 });
  expect(await readThrough(steady, LAST)).toEqual(upTo(LAST));
  expect((await page).map(({ position }) => position)).toEqual([8, 9]);
  expect(await readThrough(astray, LAST)).toEqual(upTo(LAST));
});

it('tells everyone when a page cannot be read', async () => {
  const reading = new SharedReading({ readAll: () => Promise.reject(new Error('damaged')) });
  const readers = [reading.reader(), reading.reader()];
  const outcomes = await Promise.allSettled(readers.map(({ readAll }) => readAll({ after: 0 })));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
