import type { DomainEvent } from '#kernel';
import { disclosed, WITHHELD, withheldAs } from './disclosed.js';

const event = (type: string, data: object): DomainEvent => ({ type, at: '2026-10-01T00:00:00.000Z', by: { kind: 'clock' }, data });
const reported = event('IssueReported', { title: '漏水', reporter: { name: '何某', phone: '13800000000' }, heardBy: 'K1' });

describe('an event that leaves', () => {
  it('says that there is a reporter, and not who', () => {
    expect(disclosed(reported, 'nothing').data).toEqual({ title: '漏水', reporter: { name: WITHHELD, phone: WITHHELD }, heardBy: 'K1' });
  });

  it('names the reporter for a purpose, unless the identity is sealed', () => {
    expect(disclosed(reported, 'reporter')).toEqual(reported);
    const sealed = { ...reported, data: { ...reported.data as object, sealedIdentity: true } };
    expect(disclosed(sealed, 'reporter').data).toMatchObject({ reporter: { name: WITHHELD }, sealedIdentity: true });
  });

  it('never says who lives in a household', () => {
    const household = event('HouseholdRegistered', { household: 'H1', address: '柳溪路 1 號', careGroups: ['hardship'], residents: [{ resident: 'R1', name: '何某' }, { resident: 'R2', name: '林某', phone: '1' }] });
    for (const to of ['nothing', 'reporter'] as const) {
      expect(disclosed(household, to).data).toMatchObject({ household: 'H1', address: '柳溪路 1 號', residents: [{ name: WITHHELD }, { name: WITHHELD, phone: WITHHELD }] });
      expect(JSON.stringify(disclosed(household, to))).not.toMatch(/[何林]某|R1/);
    }
  });

  it('leaves every other event as it is', () => {
    const closed = event('IssueClosed', { ground: 'satisfied', note: '', nothing: null });
    expect(disclosed(closed, 'nothing')).toEqual(closed);
  });

  it('shows the marker in the reader\'s words', () => {
    expect(JSON.stringify(disclosed(reported, 'nothing').data, withheldAs('［未顯示］'))).toBe('{"title":"漏水","reporter":{"name":"［未顯示］","phone":"［未顯示］"},"heardBy":"K1"}');
  });
});
