import { SharedLooks } from './shared-look.js';

/** Looks that end when they are told to. */
function looking(): { look: (answer: string) => () => Promise<string>; begun: string[]; end: (failure?: Error) => Promise<void> } {
  const begun: string[] = [];
  const open: { resolve: () => void; reject: (failure: Error) => void }[] = [];
  const look = (answer: string) => (): Promise<string> => {
    begun.push(answer);
    return new Promise((resolve, reject) => { open.push({ resolve: () => resolve(answer), reject }); });
  };
  const end = async (failure?: Error): Promise<void> => {
    const next = open.shift()!;
    if (failure) next.reject(failure);
    else next.resolve();
    await new Promise(setImmediate);
  };
  return { look, begun, end };
}

it('answers whoever asks during a look with the next one, which all of them share', async () => {
  const { look, begun, end } = looking();
  const looks = new SharedLooks<string>();
  const asked = ['first', 'second', 'third'].map((name) => looks.take('board', look(name)));
  expect(begun).toEqual(['first']);
  await end();
  expect(begun).toEqual(['first', 'second']);
  await end();
  expect(await Promise.all(asked)).toEqual(['first', 'second', 'second']);
});

it('lets another question wait for nobody, and looks anew once nobody waits', async () => {
  const { look, begun, end } = looking();
  const looks = new SharedLooks<string>();
  const asked = [looks.take('board', look('one')), looks.take('another board', look('other'))];
  expect(begun).toEqual(['one', 'other']);
  await end();
  await end();
  await Promise.all(asked);
  const again = looks.take('board', look('later'));
  await end();
  expect(await again).toBe('later');
});

it('tells a failure to those who shared the look, and the next ones look again', async () => {
  const { look, end } = looking();
  const looks = new SharedLooks<string>();
  const [first, second] = [looks.take('board', look('lost')), looks.take('board', look('found'))];
  const failed = expect(first).rejects.toThrow('no database');
  await end(new Error('no database'));
  await failed;
  await end();
  expect(await second).toBe('found');
});
