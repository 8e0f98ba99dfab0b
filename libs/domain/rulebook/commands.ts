import type { Command } from '#kernel';
import type { Rulebook } from './rulebook.js';

export type AdoptRulebook = Command<'adopt-rulebook', Rulebook>;
/** `reason`: why these figures; it stays readable for ever, so it names nobody. */
export type ProposeRulebook = Command<'propose-rulebook', { readonly rules: Rulebook; readonly reason: string }>;
export type ApproveRulebook = Command<'approve-rulebook', { readonly version: string }>;
/** Takes a proposal off the table: its author thought again, or whoever could approve it will not. */
export type WithdrawRulebook = Command<'withdraw-rulebook', { readonly version: string; readonly reason: string }>;
export type RulebookCommand = AdoptRulebook | ProposeRulebook | ApproveRulebook | WithdrawRulebook;
