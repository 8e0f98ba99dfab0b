import { refuse } from '#kernel';
import type { IssueFacts } from '../facts.js';
import type { Refused } from './refused.js';

export function whoeverHeardItIsRegistered(heardBy: string | undefined, { unknownCadres }: IssueFacts): Refused {
  return heardBy !== undefined && unknownCadres?.includes(heardBy) ? refuse('heard-by-unknown', { cadre: heardBy }) : undefined;
}
