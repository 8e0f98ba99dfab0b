import type { IssueEvent } from '#domain';
import { historyOf, LIFE } from '#testing';
import { ledgerRowAfter, type LedgerRow } from './ledger.js';

const rowOf = (history: readonly IssueEvent[]): LedgerRow | null => history.reduce<LedgerRow | null>((row, event) => ledgerRowAfter(row, event, 0), null);

describe('what the resident said, in the ledger', () => {
  const first = [LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact, LIFE.resolve, { ...LIFE.verdict, data: { ...LIFE.verdict.data, resolved: false } }] as const;
  const second = [LIFE.measure, LIFE.contact, LIFE.resolve].map((each, index) => ({ ...each, id: `${each.id} again`, at: `2025-03-05T02:0${index}:00.000Z` }));
  const inVain = [1, 2, 3].map((hour) => ({
    ...LIFE.verdict, id: `call ${hour}`, at: `2025-03-06T0${hour}:00:00.000Z`, data: { ...LIFE.verdict.data, contacted: false, resolved: null, satisfied: null, attitude: null },
  }));

  it('stands in an issue that is opened again by it', () => {
    expect(rowOf(historyOf(...first))).toMatchObject({ status: 'handling', answer: null, satisfied: true });
  });

  it('is not said of the next answer: a resident who was not reached about that one was not satisfied by it', () => {
    expect(rowOf(historyOf(...first, ...second))).toMatchObject({ status: 'answered', answer: 'resolution', satisfied: null });
    expect(rowOf(historyOf(...first, ...second, ...inVain))).toMatchObject({ status: 'closed', answer: 'resolution', satisfied: null });
  });
});
