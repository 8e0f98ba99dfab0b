import fc from 'fast-check';
import { cursorFor, placeOf, questionOf } from './cursor.js';

it('brings any place back to the question that it was given for', () => {
  fc.assert(fc.property(fc.string().filter((text) => !text.includes('\0')), fc.uuid(), (sortKey, issueId) => {
    const question = questionOf('ledger', { stage: 'intake' }, 'everything');
    expect(placeOf(question, cursorFor(question, { sortKey, issueId }))).toEqual({ sortKey, issueId });
  }));
});

it('asks the same with filters in another order, another length and another place', () => {
  expect(questionOf('ledger', { stage: 'intake', level: 'city', limit: 5, cursor: 'x' }, 'everything')).toBe(questionOf('ledger', { level: 'city', stage: 'intake' }, 'everything'));
  expect(questionOf('ledger', { stage: 'intake' }, 'everything')).not.toBe(questionOf('ledger', { stage: 'intake' }, { within: ['a'] }));
});

it('refuses whatever else it is given', () => {
  const question = questionOf('ledger', {}, 'everything');
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json().map((json) => Buffer.from(json).toString('base64url'))), (cursor) => {
    expect(() => placeOf(question, cursor)).toThrow('bad-cursor');
  }));
});
