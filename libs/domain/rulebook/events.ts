import type { Command, DomainEvent } from '#kernel';
import type { Rulebook } from './rulebook.js';

export type RulebookAdopted = DomainEvent<'RulebookAdopted', Rulebook>;
export type RulebookEvent = RulebookAdopted;
export type AdoptRulebook = Command<'adopt-rulebook', Rulebook>;
export type RulebookCommand = AdoptRulebook;
