import { EMPTY_STREAM, type RecordedEvent, type RecordedGroup, type StreamHead } from '#event-store';
import { openMemoryStore } from '#event-store/memory';
import { append, headOf, range, request } from '../../../../libs/testing/append-requests.js';
import type { Features } from '../subject.js';

export const copying: Features = {
  async 'groups of another store come to lie as they lay there, to the byte'(store) {
    const source = await grownLog();
    const events = await source.readAll({ after: 0 });
    await store.appendRecorded(groupsOf(events));
    expect(await store.readAll({ after: 0 })).toEqual(events);
    expect(await store.readStream('議-1')).toEqual(await source.readStream('議-1'));
    for (const { command } of events) expect(await store.findCommand(command.id)).toEqual(await source.findCommand(command.id));
  },

  async 'a command that was copied is known, and its stream goes on'(store) {
    const source = openMemoryStore();
    const given = request({ stream: 'a', data: [1, 2] });
    await source.append(given);
    await store.appendRecorded(groupsOf(await source.readAll({ after: 0 })));
    expect(await store.append(given)).toEqual(await source.append(given));
    expect(await append(store, { stream: 'a', expected: await headOf(source, 'a') })).toMatchObject({ firstRevision: 2, lastPosition: 3 });
  },

  async 'the same groups again change nothing'(store) {
    const groups = groupsOf(await (await grownLog()).readAll({ after: 0 }));
    await store.appendRecorded(groups);
    const last = await store.lastPosition();
    await store.appendRecorded(groups);
    expect(await store.lastPosition()).toBe(last);
  },

  async 'a group whose hash does not follow from its bytes is not written'(store) {
    const groups = groupsOf(await (await grownLog()).readAll({ after: 0 }));
    const [{ expected, events: [event] }] = groups as [RecordedGroup];
    const changed = { ...event!, bytes: { ...event!.bytes, data: '{"note":"changed"}' } };
    await expect(store.appendRecorded([{ expected, events: [changed] }])).rejects.toMatchObject({ code: 'record-damaged', params: { position: 1 } });
    expect(await store.lastPosition()).toBe(0);
  },

  async 'a group that would lie elsewhere, or follows on another head, is a fault'(store) {
    const groups = groupsOf(await (await grownLog()).readAll({ after: 0 }));
    await expect(store.appendRecorded(groups.slice(1, 2))).rejects.toMatchObject({ code: 'copy-does-not-fit' });
    await append(store, { stream: 'other' });
    await expect(store.appendRecorded(groups.slice(-1))).rejects.toMatchObject({ code: 'copy-does-not-fit' });
  },
};

async function grownLog() {
  const source = openMemoryStore();
  await append(source, { stream: '議-1', data: [{ name: '陳大文' }, { n: 1 }] });
  for (const n of range(1, 12)) await append(source, { stream: `s${n}`, data: [n, '\0', { 'k.é': n }] });
  await append(source, { stream: '議-1', expected: await headOf(source, '議-1'), data: [{ n: 2 }] });
  await append(source, { stream: '議-1', expected: await headOf(source, '議-1'), data: range(1, 30) });
  return source;
}

function groupsOf(events: readonly RecordedEvent[]): readonly RecordedGroup[] {
  const heads = new Map<string, StreamHead>();
  const groups: { expected: StreamHead; events: RecordedEvent[] }[] = [];
  for (const event of events) {
    if (event.index === 0) groups.push({ expected: heads.get(event.streamId) ?? EMPTY_STREAM, events: [] });
    groups.at(-1)!.events.push(event);
    heads.set(event.streamId, { revision: event.revision, hash: event.hash });
  }
  return groups;
}
