import { scenarios } from '#testing';
import type { Actor, Instant } from '#kernel';
import type { AdoptRulebook, ApproveRulebook, ProposeRulebook, WithdrawRulebook } from './commands.js';
import { rulebookDecider } from './decide.js';
import type { RulebookAdopted, RulebookApproved, RulebookProposalWithdrawn, RulebookProposed } from './events.js';
import { NOTICE } from './notice.js';
import type { Rulebook } from './rulebook.js';

const given = scenarios(rulebookDecider, undefined);
const operator: Actor = { kind: 'operator', operator: 'root' };
const person = (cadre: string, role: 'administrator' | 'supervisor' = 'administrator'): Actor => ({ kind: 'cadre', cadre, post: `post-${cadre}-${role}`, unit: 'city', role });
const AUTHOR = person('author');
const SECOND = person('second', 'supervisor');

const MAY: Instant = '2025-05-01T00:00:00.000Z';
const JUNE: Instant = '2025-06-01T00:00:00.000Z';
const JULY: Instant = '2025-07-01T00:00:00.000Z';
const rules = (version: string, effectiveFrom: Instant): Rulebook => ({ ...NOTICE, version, effectiveFrom });
const TWO = rules('two', JUNE);
const REASON = 'summer hours';

const adopt = (data: Rulebook, at = MAY, by: Actor = operator): AdoptRulebook => ({ type: 'adopt-rulebook', id: 'a', at, by, data });
const propose = (data: Rulebook, at = MAY, by = AUTHOR, reason = REASON): ProposeRulebook => ({ type: 'propose-rulebook', id: 'p', at, by, data: { rules: data, reason } });
const approve = (version: string, at = MAY, by = SECOND): ApproveRulebook => ({ type: 'approve-rulebook', id: 'y', at, by, data: { version } });
const withdraw = (version: string, at = MAY, by = AUTHOR, reason = 'a slip'): WithdrawRulebook => ({ type: 'withdraw-rulebook', id: 'w', at, by, data: { version, reason } });

const adopted = (data: Rulebook, at = MAY): RulebookAdopted => ({ type: 'RulebookAdopted', at, by: operator, data });
const proposed = (data: Rulebook, at = MAY): RulebookProposed => ({ type: 'RulebookProposed', at, by: AUTHOR, data: { rules: data, reason: REASON } });
const approved = ({ version, effectiveFrom }: Rulebook, at = MAY): RulebookApproved => ({ type: 'RulebookApproved', at, by: SECOND, data: { version, effectiveFrom } });
const withdrawn = ({ version }: Rulebook): RulebookProposalWithdrawn => ({ type: 'RulebookProposalWithdrawn', at: MAY, by: AUTHOR, data: { version, reason: 'a slip' } });

describe('adopt-rulebook, at installation', () => {
  it('puts the first version on record in one step, and takes it again without an event', () => {
    given([]).when(adopt(NOTICE)).then([adopted(NOTICE)]);
    given([adopted(NOTICE)]).when(adopt({ ...NOTICE })).then([]);
    given([adopted(TWO)]).when(adopt({ ...TWO })).then([]);
  });

  it('is no way for a later version, however it comes', () => {
    given([adopted(NOTICE)]).when(adopt(TWO)).thenRefused('rulebook-needs-two-persons');
    given([proposed(TWO), approved(TWO)]).when(adopt(rules('three', JULY))).thenRefused('rulebook-needs-two-persons');
  });

  it('is the operator’s alone', () => {
    given([]).when(adopt(TWO, MAY, AUTHOR)).thenRefused('rulebook-needs-two-persons');
    given([]).when(adopt(TWO, MAY, { kind: 'import', source: 'x' })).thenRefused('rulebook-needs-two-persons');
  });

  it('does not take the name of the preset, of a proposal or of another version for other figures', () => {
    given([]).when(adopt({ ...NOTICE, visitDays: { value: 14, source: 'x' } })).thenRefused('rulebook-version-taken', { version: 'notice-1' });
    given([proposed(TWO)]).when(adopt(TWO)).thenRefused('rulebook-version-taken', { version: 'two' });
    given([adopted(TWO)]).when(adopt({ ...TWO, visitDays: { value: 14, source: 'x' } })).thenRefused('rulebook-version-taken', { version: 'two' });
  });

  it('does not adopt what cannot be right', () => {
    given([]).when(adopt({ ...NOTICE, sign: { value: { amount: 0, unit: 'hour' }, source: 'x' } })).thenRefused('rulebook-limit-not-positive', { place: 'sign' });
  });
});

describe('propose-rulebook', () => {
  it('puts the figures on record with the reason, and binds nobody yet', () => {
    given([]).when(propose(TWO)).then([proposed(TWO)]);
    given([adopted(NOTICE), proposed(TWO)]).when(propose(rules('three', JUNE))).then([proposed(rules('three', JUNE))]);
  });

  it('is refused without a reason, to an operator, and with figures that cannot be right', () => {
    given([]).when(propose(TWO, MAY, AUTHOR, ' ')).thenRefused('reason-missing');
    given([]).when(propose(TWO, MAY, operator)).thenRefused('rulebook-needs-a-person');
    given([]).when(propose({ ...TWO, visitDays: { value: 32, source: 'x' } })).thenRefused('rulebook-count-out-of-range', { place: 'visitDays', least: 0, most: 31 });
  });

  it('gives the source of each figure that it changes from what is in force', () => {
    const changed = { ...TWO, handling: { ...NOTICE.handling, value: { ...NOTICE.handling.value, city: { amount: 31, unit: 'day' } } } } as const;
    given([]).when(propose(changed)).thenRefused('rulebook-source-unchanged', { place: 'handling.city' });
    const sourced = { ...changed, handling: { ...changed.handling, source: 'order 7' } };
    given([]).when(propose(sourced)).then([proposed(sourced)]);
    given([]).when(propose({ ...TWO, sign: { ...TWO.sign, source: 'order 8' } })).then([proposed({ ...TWO, sign: { ...TWO.sign, source: 'order 8' } })]);
  });

  it('never reaches back', () => {
    given([]).when(propose(TWO, '2025-06-01T00:00:00.001Z')).thenRefused('rulebook-effective-in-the-past', { version: 'two', effectiveFrom: JUNE });
    given([]).when(propose(TWO, JUNE)).then([proposed(TWO, JUNE)]);
  });

  it.each([[[adopted(TWO)]], [[proposed(TWO)]], [[proposed(TWO), withdrawn(TWO)]], [[proposed(TWO), approved(TWO)]]])('needs a name of its own: %#', (history) => {
    given(history).when(propose(rules('two', JULY))).thenRefused('rulebook-version-taken', { version: 'two' });
  });

  it('cannot be called like the preset', () => {
    given([]).when(propose(rules('notice-1', JULY))).thenRefused('rulebook-version-taken', { version: 'notice-1' });
  });

  it('cannot begin before the last version does', () => {
    given([proposed(rules('three', JULY)), approved(rules('three', JULY))]).when(propose(TWO)).thenRefused('rulebook-before-the-last-version', { version: 'three', from: JULY });
  });
});

describe('approve-rulebook', () => {
  it('lets the version bind from its date', () => {
    given([proposed(TWO)]).when(approve('two')).then([approved(TWO)]);
  });

  it('takes a second person: neither the author by the same post nor by another', () => {
    given([proposed(TWO)]).when(approve('two', MAY, AUTHOR)).thenRefused('rulebook-author-approves');
    given([proposed(TWO)]).when(approve('two', MAY, person('author', 'supervisor'))).thenRefused('rulebook-author-approves');
    given([proposed(TWO)]).when(approve('two', MAY, operator)).thenRefused('rulebook-needs-a-person');
    given([proposed(TWO)]).when(approve('two', MAY, person('other'))).then([{ ...approved(TWO), by: person('other') }]);
  });

  it('comes too late once the date has passed', () => {
    given([proposed(TWO)]).when(approve('two', JULY)).thenRefused('rulebook-effective-in-the-past', { version: 'two', effectiveFrom: JUNE });
  });

  it('decides an open proposal alone, and once', () => {
    given([]).when(approve('two')).thenRefused('rulebook-proposal-unknown', { version: 'two' });
    given([]).when(approve('notice-1')).thenRefused('rulebook-proposal-unknown', { version: 'notice-1' });
    given([proposed(TWO), approved(TWO)]).when(approve('two')).thenRefused('rulebook-proposal-decided', { version: 'two', status: 'approved' });
    given([proposed(TWO), withdrawn(TWO)]).when(approve('two')).thenRefused('rulebook-proposal-decided', { version: 'two', status: 'withdrawn' });
  });

  it('leaves no overlap: of two proposals the one that begins earlier is approved first or not at all', () => {
    const three = rules('three', JULY);
    given([proposed(TWO), proposed(three), approved(three)]).when(approve('two')).thenRefused('rulebook-before-the-last-version', { version: 'three', from: JULY });
    given([proposed(three), proposed(TWO), approved(TWO)]).when(approve('three')).then([approved(three)]);
  });
});

describe('withdraw-rulebook', () => {
  it('takes a proposal off the table, by its author or by who will not approve it', () => {
    given([proposed(TWO)]).when(withdraw('two')).then([withdrawn(TWO)]);
    given([proposed(TWO)]).when(withdraw('two', MAY, SECOND)).then([{ ...withdrawn(TWO), by: SECOND }]);
  });

  it('is refused without a reason, to an operator, and for what is decided', () => {
    given([proposed(TWO)]).when(withdraw('two', MAY, AUTHOR, '')).thenRefused('reason-missing');
    given([proposed(TWO)]).when(withdraw('two', MAY, operator)).thenRefused('rulebook-needs-a-person');
    given([proposed(TWO), approved(TWO)]).when(withdraw('two')).thenRefused('rulebook-proposal-decided', { version: 'two', status: 'approved' });
  });
});

describe('a history', () => {
  it('that decides what was never proposed is none', () => {
    expect(() => rulebookDecider.evolve(rulebookDecider.initial, approved(TWO))).toThrow(expect.objectContaining({ code: 'event-out-of-place' }));
  });
});
