import { api } from '#wire';
import type { TermKind } from '../../shared/use-term.js';

export type Verb = api.IssueVerb;

/** Not asked for: `opening`, the request that somebody decides on, and `from`, the class that was seen. */
type Body<V extends Verb> = Exclude<keyof (typeof api.ISSUE_VERBS)[V]['body']['shape'] & string, 'opening' | 'from'>;

/** How one part of a command's body is asked for. `name` is its key in the body. */
export type Field = { readonly name: { readonly [V in Verb]: Body<V> }[Verb] } & (
  | { readonly as: 'text' | 'long' | 'unit' | 'cadre' | 'topic' | 'date' | 'answer' | 'evidence' }
  | { readonly as: 'code'; readonly terms: TermKind; readonly codes: readonly string[] }
);

const shapes = api.ISSUE_VERBS;
const code = <N extends string>(name: N, terms: TermKind, codes: readonly string[]) => ({ name, as: 'code', terms, codes }) as const;
const classes = [
  code('scope', 'scope', api.ScopeName.options),
  code('horizon', 'horizon', api.HorizonName.options),
  { name: 'topic', as: 'topic' },
  code('grade', 'grade', api.GradeName.options),
] as const;

/** The fields of each command, in the order they are asked. The schemas of the wire stay the judge of what is given. */
export const COMMAND_FIELDS: { readonly [V in Verb]: readonly (Field & { readonly name: Body<V> })[] } = {
  register: classes,
  reclassify: [...classes, { name: 'reason', as: 'long' }],
  dispatch: [{ name: 'unit', as: 'unit' }, { name: 'note', as: 'long' }],
  'sign-for': [],
  return: [code('ground', 'return-ground', shapes.return.body.shape.ground.options), { name: 'note', as: 'long' }],
  measure: [{ name: 'measure', as: 'long' }, { name: 'responsible', as: 'cadre' }, { name: 'doneBy', as: 'date' }],
  contact: [{ name: 'reached', as: 'answer' }, { name: 'note', as: 'long' }],
  resolve: [{ name: 'summary', as: 'long' }, { name: 'evidence', as: 'evidence' }],
  explain: [
    code('ground', 'explain-ground', shapes.explain.body.shape.ground.options),
    { name: 'explanation', as: 'long' }, { name: 'toldTo', as: 'text' }, { name: 'understood', as: 'answer' }, { name: 'nextLook', as: 'date' },
  ],
  'ask-for-support': [{ name: 'reason', as: 'long' }],
  'take-over': [],
  urge: [{ name: 'note', as: 'long' }],
  repeat: [code('channel', 'channel', api.ChannelName.options), { name: 'text', as: 'long' }],
  verdict: [
    { name: 'contacted', as: 'answer' }, { name: 'resolved', as: 'answer' }, { name: 'satisfied', as: 'answer' },
    code('attitude', 'attitude', shapes.verdict.body.shape.attitude.unwrap().options), { name: 'comment', as: 'long' },
  ],
  reopen: [code('ground', 'reopen-ground', shapes.reopen.body.shape.ground.options), { name: 'note', as: 'long' }],
  close: [code('ground', 'close-ground', shapes.close.body.shape.ground.options), { name: 'note', as: 'long' }],
  withdraw: [{ name: 'reason', as: 'long' }],
  'ask-to-open': [code('purpose', 'purpose', api.PurposeName.options), { name: 'reason', as: 'long' }],
  'approve-opening': [],
  'refuse-opening': [{ name: 'reason', as: 'long' }],
};

/** What the form starts with: what is known of the issue, so that nobody types it again. */
export function startingValues(verb: Verb, page: api.IssuePage): Record<string, unknown> {
  const { row, measure } = page;
  switch (verb) {
    case 'register': return { scope: 'individual', horizon: 'current', grade: 'general' };
    case 'reclassify': return { ...classOf(row), from: classOf(row) };
    case 'measure': return measure ? { measure: measure.text, responsible: measure.responsible, doneBy: measure.doneBy } : {};
    case 'resolve': return { evidence: [{ kind: 'note' }] };
    default: return {};
  }
}

function classOf({ scope, horizon, topic, grade }: api.IssueRow) {
  return { scope, horizon, topic, grade };
}
