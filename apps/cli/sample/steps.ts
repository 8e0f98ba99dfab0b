import type { CivilDate } from '#kernel';
import { suggestTopic } from '#domain';
import type { LifeStep, SampleIssue } from './files.js';

const VERDICTS = {
  satisfied: { contacted: true, resolved: true, satisfied: true, attitude: 'good', comment: '問題解決了，幹部上門兩次，態度好。' },
  unsatisfied: { contacted: true, resolved: true, satisfied: false, attitude: 'fair', comment: '事情辦了，可是拖得太久。' },
  accepted: { contacted: true, resolved: true, satisfied: true, attitude: 'good', comment: '雖然不能辦，道理講清楚了，能理解。' },
  'not-resolved': { contacted: true, resolved: false, satisfied: false, attitude: 'fair', comment: '過了兩天又是老樣子，沒有解決。' },
  unreached: { contacted: false, resolved: null, satisfied: null, attitude: null, comment: '電話無人接聽。' },
} as const;

/** The type and data of the command that a step stands for. `responsible` handles it; `inTwoWeeks` is a day that far on. */
export function commandOf(step: LifeStep, issue: SampleIssue, responsible: string, inTwoWeeks: CivilDate): { readonly type: string; readonly data: object } {
  const answer = issue.answer ?? '已按規定辦理。';
  switch (step.do) {
    case 'register': return { type: 'register-issue', data: { scope: issue.scope, horizon: issue.horizon, topic: suggestTopic(issue.title, issue.text), grade: issue.grade } };
    case 'dispatch': return { type: 'dispatch-issue', data: { unit: step.to === 'then_unit' && issue.thenUnit ? issue.thenUnit : issue.unit } };
    case 'sign-for': return { type: 'sign-for-assignment', data: {} };
    case 'contact': return { type: 'record-contact', data: { reached: true, note: '已與來訪人見面，說明辦理步驟。' } };
    case 'measure': return { type: 'set-measure', data: { measure: issue.measure ?? '現場查看後定方案。', responsible, doneBy: inTwoWeeks } };
    case 'resolve': return { type: 'resolve-issue', data: { summary: answer, evidence: [{ kind: 'note', text: '現場查驗記錄，來訪人簽字。' }] } };
    case 'explain': return { type: 'explain-issue', data: { ground: 'no-legal-basis', explanation: answer, toldTo: issue.reporter ?? '來訪人', understood: true, nextLook: null } };
    case 'return': return { type: 'return-assignment', data: { ground: step.ground ?? 'not-our-duty', note: '不屬本單位職責，建議轉派。' } };
    case 'ask-for-support': return { type: 'ask-for-support', data: { reason: '涉及資金與專業鑑定，本級無力解決，爭取上級支援。' } };
    case 'take-over': return { type: 'take-over-issue', data: {} };
    case 'repeat': return { type: 'repeat-report', data: { channel: 'hotline', text: '又打電話來問，什麼時候能辦好。' } };
    case 'urge': return { type: 'urge-issue', data: { note: '羣眾再次反映，請三日內拿出結果。' } };
    case 'verdict': return { type: 'record-verdict', data: VERDICTS[step.verdict ?? 'satisfied'] };
    case 'reopen': return { type: 'reopen-issue', data: { ground: 'reported-again', note: '問題反覆，重新辦理。' } };
    case 'withdraw': return { type: 'withdraw-issue', data: { reason: '當事人改走勞動仲裁，撤回。' } };
    case 'close': return { type: 'close-issue', data: { ground: 'duplicate', note: '與同樓住戶所報為同一事項，合併辦理。' } };
  }
}
