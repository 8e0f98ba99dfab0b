import { api } from '#wire';
import { bodyOf, mayBeEmpty } from './body-of-form.js';

const { dispatch, verdict, explain } = { dispatch: api.ISSUE_VERBS.dispatch.body, verdict: api.ISSUE_VERBS.verdict.body, explain: api.ISSUE_VERBS.explain.body };

describe('a form as a body', () => {
  it('leaves out what may be absent', () => {
    expect(bodyOf(dispatch, { unit: 'U1', note: '  ' })).toEqual({ unit: 'U1' });
  });

  it('says null where the schema wants an answer even when there is none', () => {
    expect(bodyOf(verdict, { contacted: false })).toEqual({ contacted: false, resolved: null, satisfied: null, attitude: null, comment: '' });
    expect(verdict.safeParse(bodyOf(verdict, { contacted: false })).success).toBe(true);
  });

  it('keeps no as an answer', () => {
    expect(bodyOf(explain, { understood: false })).toMatchObject({ understood: false, nextLook: null });
  });

  it('does not hide a lack: the schema then finds it', () => {
    const judged = dispatch.safeParse(bodyOf(dispatch, { note: '請查看' }));
    expect(judged.error?.issues.map(({ path }) => path)).toEqual([['unit']]);
  });

  it('drops what the body does not have', () => {
    expect(bodyOf(dispatch, { unit: 'U1', other: 1 })).toEqual({ unit: 'U1' });
  });

  it('tells which fields may stay empty', () => {
    expect(['unit', 'note'].map((name) => mayBeEmpty(dispatch.shape[name as 'unit' | 'note']))).toEqual([false, true]);
    expect(mayBeEmpty(verdict.shape.comment)).toBe(true);
  });
});
