import type { AppendRequest, EventStore } from '#event-store';
import { Fault } from '#kernel';
import { LATER, reclassify, register, report, giverOn, key, receiptOf, meddling, ADAPTERS } from './given.js';

describe.each(Object.keys(ADAPTERS))('a command whose answer is lost, on %s', (name) => {
  let store: EventStore;
  let end: () => Promise<void>;
  beforeAll(async () => ({ store, end } = await ADAPTERS[name]!()));
  afterAll(() => end());

  it('sends the very same request again when the answer was lost', async () => {
    const requests: AppendRequest[] = [];
    const lossy = meddling(store, async (request, real) => {
      requests.push(request);
      const outcome = await real();
      if (requests.length < 3) throw new Fault('store-outcome-unknown', { transient: true });
      return outcome;
    });
    const command = report(key());
    const outcome = await giverOn(lossy).give(command);
    expect(outcome).toMatchObject({ status: 'done', replayed: true });
    expect(requests).toEqual([requests[0], requests[0], requests[0]]);
    expect((await store.readStream(receiptOf(outcome).streamId)).head.revision).toBe(receiptOf(outcome).lastRevision);
  });

  it.each([true, false])('says unknown when no answer comes (written: %s); the same command settles it', async (written) => {
    const command = report(key());
    const mute = meddling(store, async (_request, real) => {
      if (written) await real();
      throw new Fault('store-outcome-unknown', { transient: true });
    });
    expect(await giverOn(mute).give(command)).toEqual({ status: 'unknown' });
    expect(await giverOn(store).give({ ...command, at: LATER, data: { ...command.data, heardAt: LATER } })).toMatchObject({ status: 'done', replayed: written });
  });

  it('does not take a later "nothing was written" for the fate of a sending whose answer was lost', async () => {
    let sent = 0;
    const failing = meddling(store, async (_request, real) => {
      sent += 1;
      if (sent > 1) throw new Fault('store-unavailable', { transient: true });
      await real();
      throw new Fault('store-outcome-unknown', { transient: true });
    });
    expect(await giverOn(failing).give(report(key()))).toEqual({ status: 'unknown' });
  });

  it('decides anew on what was answered without being on record, and takes back nobody’s change by it', async () => {
    const giver = giverOn(store);
    const reported = report(key());
    await giver.give(reported);
    await giver.give(register(reported.data.issueId, key()));
    const nothingToDo = reclassify(reported.data.issueId, key(), { topic: 'urban/utilities', from: 'urban/utilities' });
    expect(await giver.give(nothingToDo)).toMatchObject({ status: 'unchanged' });
    expect(await giver.give(reclassify(reported.data.issueId, key(), { topic: 'urban/works', from: 'urban/utilities' }))).toMatchObject({ status: 'done' });
    expect(await giver.give(nothingToDo)).toEqual({ status: 'refused', refusal: { code: 'class-changed' } });
  });

  it.each(['store-frozen', 'store-unavailable'])('lets %s go up as a fault', async (code) => {
    const closed = meddling(store, async () => { throw new Fault(code, { transient: code === 'store-unavailable' }); });
    await expect(giverOn(closed).give(report(key()))).rejects.toMatchObject({ code });
  });
});
