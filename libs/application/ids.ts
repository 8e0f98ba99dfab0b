import type { Actor } from '#kernel';
import { uuid5 } from '#event-store';

/** The id of what this actor asked for under this key: a retry, by whichever process, has the same one. */
export function commandIdOf(actor: Actor, idempotencyKey: string): string {
  return uuid5('command', nameOf(actor), idempotencyKey);
}

/** A report makes its issue, so a retried report makes the same one. */
export function issueIdOf(commandId: string): string {
  return uuid5('issue', commandId);
}

/** The one id under which a step of a deadline can pass, whoever finds it due and however often. */
export function passDeadlineIdOf(issueId: string, step: string): string {
  return uuid5('pass-deadline', issueId, step);
}

/** The post is left out: the same person repeating a key by another post means the same command, and is told that it differs. */
export function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'cadre': return `cadre:${actor.cadre}`;
    case 'clock': return 'clock';
    case 'import': return `import:${actor.source}`;
    case 'operator': return `operator:${actor.operator}`;
  }
}
