import fc from 'fast-check';
import { cursorFor, placeOf, questionOf } from './cursor.js';

const everywhere = { scope: 'everything', from: { asOf: null } };

it('brings any place back to the question that it was given for', () => {
  fc.assert(fc.property(fc.string().filter((text) => !text.includes('\0')), fc.uuid(), (sortKey, issueId) => {
    const question = questionOf('ledger', { stage: 'intake' }, everywhere);
    expect(placeOf(question, cursorFor(question, { sortKey, issueId }))).toEqual({ sortKey, issueId });
  }));
});

it('asks the same with filters in another order, another length and another place', () => {
  expect(questionOf('ledger', { stage: 'intake', level: 'city', limit: 5, cursor: 'x' }, everywhere)).toBe(questionOf('ledger', { level: 'city', stage: 'intake' }, everywhere));
  expect(questionOf('ledger', { stage: 'intake' }, everywhere)).not.toBe(questionOf('ledger', { stage: 'intake' }, { ...everywhere, scope: { within: ['a'] } }));
  expect(questionOf('ledger', { stage: 'intake' }, everywhere)).not.toBe(questionOf('ledger', { stage: 'intake' }, { ...everywhere, from: { asOf: 7 } }));
});

it('refuses whatever else it is given', () => {
  const question = questionOf('ledger', {}, everywhere);
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json().map((json) => Buffer.from(json).toString('base64url'))), (cursor) => {
    expect(() => placeOf(question, cursor)).toThrow('bad-cursor');
  }));
});
