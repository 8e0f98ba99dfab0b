import { chainHash } from './chain.js';
import { eventIdOf, uuid5 } from './event-id.js';

/** What is on record was named and hashed like this: with another value a retry would be written twice, and no chain would verify. */
describe('names and hashes that stay the same for ever', () => {
  it('makes one id of one list of names, short or long', () => {
    expect(uuid5('a', 'bc')).toBe('3c3632f9-57b0-54aa-944e-8284d426ad4a');
    expect(uuid5('ab', 'c')).toBe('6f03d2bd-9aa2-5925-a8a7-fbf9e6b4025d');
    expect(uuid5('長'.repeat(2_000))).toBe('bba0e739-6a97-593e-9911-44a01b540dcc');
    expect(eventIdOf('問題', 'c', 7)).toBe('03f3d48e-2ffd-561e-8da9-7af30e9d6171');
  });

  it.each([
    ['短', 'd93c00d8d72232f32f2ce5313435cb6a828227b6d10f36109b9f53d7a65d220e'],
    ['長'.repeat(20_000), '32b371ac541a52493c726f8055befcf737960a5f33e0f9c4dd8bc1697611cf1f'],
  ])('chains an event to the one before it, whatever its size', (text, expected) => {
    const event = { streamId: 'issue/一', revision: 3, eventId: 'e', type: 'T', schema: 1, meta: '{}', data: JSON.stringify({ text }) };
    expect(chainHash(Buffer.alloc(32, 1), event).toString('hex')).toBe(expected);
  });
});
