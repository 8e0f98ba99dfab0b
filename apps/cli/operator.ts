import { userInfo } from 'node:os';
import { noteAudit, type AuditNote } from '#identity';
import { deskOf } from './commands/account.js';
import type { Context } from './context.js';

/** The account of the machine, which may have no name. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'command-line';
  }
}

/** Writes what an operator does into the audit, under the account of the machine. To be called before anything leaves by it. */
export async function noteOperator(context: Pick<Context, 'pool' | 'record' | 'readModels' | 'now'>, act: AuditNote['act'], facts: Pick<AuditNote, 'subject' | 'detail'> = {}): Promise<void> {
  await noteAudit(await deskOf(context), { act, ...facts });
}
