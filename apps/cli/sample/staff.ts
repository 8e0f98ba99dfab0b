import type { Directory } from '#domain';
import { Fault, type Actor, type Role } from '#kernel';
import type { LifeStep, SamplePost } from './files.js';

type Act = LifeStep['do'] | 'report';

/** Who does a step, by preference, and where: at the unit that holds the issue, where it was heard, or a level above the holder. */
const DOERS: Readonly<Record<Act, { readonly roles: readonly Role[]; readonly at: 'holder' | 'area' | 'above' }>> = {
  report: { roles: ['cadre', 'dispatcher'], at: 'area' },
  register: { roles: ['dispatcher'], at: 'area' },
  dispatch: { roles: ['dispatcher'], at: 'area' },
  'sign-for': { roles: ['cadre', 'unit-head'], at: 'holder' },
  contact: { roles: ['cadre', 'unit-head'], at: 'holder' },
  measure: { roles: ['cadre', 'unit-head'], at: 'holder' },
  resolve: { roles: ['cadre', 'unit-head'], at: 'holder' },
  explain: { roles: ['cadre', 'unit-head'], at: 'holder' },
  return: { roles: ['dispatcher', 'unit-head'], at: 'holder' },
  'ask-for-support': { roles: ['cadre', 'unit-head'], at: 'holder' },
  'take-over': { roles: ['unit-head'], at: 'above' },
  repeat: { roles: ['dispatcher'], at: 'area' },
  urge: { roles: ['supervisor'], at: 'area' },
  verdict: { roles: ['dispatcher'], at: 'area' },
  reopen: { roles: ['dispatcher'], at: 'area' },
  withdraw: { roles: ['dispatcher'], at: 'area' },
  close: { roles: ['unit-head'], at: 'area' },
};

/** The people of the sample, by what they may do. */
export class Staff {
  constructor(private readonly posts: readonly SamplePost[], private readonly directory: Directory) {}

  /** The nearest post upwards whose role does such a step; a ruling is the head's. */
  actor(act: Act, where: { readonly holder: string; readonly area: string; readonly above: string | undefined }, ruling = false): Extract<Actor, { kind: 'cadre' }> {
    const { roles, at } = DOERS[act];
    const from = at === 'holder' ? where.holder : at === 'above' ? (where.above ?? where.holder) : where.area;
    const found = this.nearest(from, ruling ? ['unit-head'] : roles, ruling);
    if (!found) throw new Fault('sample-nobody-to-do', { params: { act, unit: from } });
    return { kind: 'cadre', cadre: found.cadre, post: found.post, unit: found.unit, role: found.role };
  }

  /** A ruling comes from above the unit in question, not from its own head. */
  private nearest(unit: string, roles: readonly Role[], skipSelf: boolean): SamplePost | undefined {
    for (let code: string | null | undefined = skipSelf ? this.directory.unit(unit)?.parent : unit; code; code = this.directory.unit(code)?.parent) {
      for (const role of roles) {
        const post = this.posts.find((candidate) => candidate.unit === code && candidate.role === role);
        if (post) return post;
      }
    }
    return undefined;
  }
}
