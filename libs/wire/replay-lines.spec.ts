import { isMessage } from '#messages';
import { api } from '#wire';

const STATE: api.ReplayState = {
  status: 'handling', stage: 'handling', level: 'district', holder: { unit: 'd', name: 'District' }, scope: 'individual', horizon: 'current', topic: 'housing/leaks', grade: 'general',
  signedBy: { cadre: 'c', name: 'Chen' }, coResponsible: [{ unit: 's', name: 'Street' }, { unit: 'e', name: 'East' }], contacted: true,
  measure: { text: 'mend it', responsible: { cadre: 'c', name: 'Chen' }, doneBy: '2026-12-01' },
  answer: { kind: 'resolution', text: 'mended', at: '2026-10-12T01:00:00.000Z', inTime: false }, satisfied: false,
  deadlines: [{ kind: 'handling', holder: { unit: 'd', name: 'District' }, level: 'district', dueAt: '2026-10-27T01:00:00.000Z', overdue: true, next: { act: 'tell-supervisor', at: '2026-10-28T01:00:00.000Z' } }],
  overdue: true, supervised: true, cycle: 2, repeats: 1, returns: 2, urges: 3, escalations: 1,
};
const NOTHING: api.ReplayState = {
  ...STATE, scope: null, horizon: null, topic: null, grade: null, signedBy: null, coResponsible: [], contacted: false, measure: null, answer: null, satisfied: null,
  deadlines: [], overdue: false, supervised: false, cycle: 1, repeats: 0, returns: 0, urges: 0, escalations: 0,
};

describe('the state of a replay as lines', () => {
  it('has a line for each part, and a name for the part', () => {
    expect(api.REPLAY_KEYS.filter((key) => api.replayLines(STATE, key).length === 0)).toEqual([]);
    expect(api.REPLAY_KEYS.filter((key) => !isMessage('en', 'terms', `replay.${key}`))).toEqual([]);
  });

  it('uses codes that have words', () => {
    const terms = api.REPLAY_KEYS.flatMap((key) => api.replayLines(STATE, key).flat()).flatMap((piece) => ('term' in piece && piece.term[0] !== 'topic' ? [piece.term.join('.')] : []));
    expect(terms.filter((code) => !isMessage('en', 'terms', code))).toEqual([]);
  });

  it('has none for what there is none of', () => {
    expect(api.REPLAY_KEYS.filter((key) => api.replayLines(NOTHING, key).length > 0)).toEqual(['status', 'stage', 'level', 'holder']);
  });

  it('tells a deadline with whether it is overdue and what the clock does next', () => {
    expect(api.replayLines(STATE, 'deadlines')).toEqual([[
      { term: ['kind', 'handling'] }, { text: 'District' }, { moment: '2026-10-27T01:00:00.000Z' }, { term: ['replay', 'overdue'] },
      { term: ['replay', 'next'] }, { term: ['act', 'tell-supervisor'] }, { moment: '2026-10-28T01:00:00.000Z' },
    ]]);
    expect(api.replayLines(STATE, 'coResponsible')).toEqual([[{ text: 'Street' }], [{ text: 'East' }]]);
  });
});
