/** The codes that several shapes of the API share. */
import { z } from 'zod';

export const Level = z.enum(['community', 'subdistrict', 'district', 'city']);
export const RoleName = z.enum(['cadre', 'dispatcher', 'unit-head', 'supervisor', 'auditor', 'administrator']);
export const StageName = z.enum(['intake', 'assignment', 'handling', 'answered', 'ended']);
export const StatusName = z.enum(['reported', 'registered', 'dispatched', 'returned', 'handling', 'answered', 'closed', 'withdrawn']);
export const ChannelName = z.enum(['visit', 'window', 'hotline', 'online', 'letter', 'transfer']);
export const ScopeName = z.enum(['individual', 'general']);
export const HorizonName = z.enum(['current', 'long-term']);
export const GradeName = z.enum(['urgent', 'pressing', 'general']);
export const KindName = z.enum(['dispatch', 'sign', 'first-contact', 'handling', 'verdict']);
export const ActName = z.enum(['warn', 'due', 'tell-unit-head', 'tell-supervisor', 'take-over']);
/** What is told about an issue: a step of a deadline that has passed, or `urge`, a person's urging. */
export const ToldName = z.enum(['warn', 'due', 'tell-unit-head', 'tell-supervisor', 'urge']);
/** What of it is for whom; a cadre is told by being responsible. Roles that are not named have no matters of their own. */
export const TOLD_TO: Readonly<Partial<Record<z.infer<typeof RoleName>, readonly z.infer<typeof ToldName>[]>>> = {
  cadre: [], dispatcher: ['due', 'urge'], 'unit-head': ['due', 'urge', 'tell-unit-head'], supervisor: ['tell-supervisor'],
};
/** What somebody reads who brought a matter for. */
export const PurposeName = z.enum(['contact-resident', 'call-back', 'complaint-handling', 'audit', 'legal-request', 'danger']);
export const RiskName = z.enum(['high', 'key', 'general']);

export type PurposeName = z.infer<typeof PurposeName>;
export type RoleName = z.infer<typeof RoleName>;
