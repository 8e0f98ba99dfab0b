import type { DomainEvent, Instant } from '#kernel';
import type { Rulebook } from './rulebook.js';

/** In one step, by an operator at installation: the one way past the second person, and told as such wherever it is shown. */
export type RulebookAdopted = DomainEvent<'RulebookAdopted', Rulebook>;
export type RulebookProposed = DomainEvent<'RulebookProposed', { readonly rules: Rulebook; readonly reason: string }>;
export type RulebookApproved = DomainEvent<'RulebookApproved', { readonly version: string; readonly effectiveFrom: Instant }>;
export type RulebookProposalWithdrawn = DomainEvent<'RulebookProposalWithdrawn', { readonly version: string; readonly reason: string }>;
export type RulebookEvent = RulebookAdopted | RulebookProposed | RulebookApproved | RulebookProposalWithdrawn;
