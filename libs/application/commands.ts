import type { AggregateName, CommandOf, Directory, EventOf } from '#domain';
import type { AppendReceipt } from '#event-store';
import type { Refusal, WorkflowRun } from '#kernel';
import { Command } from '@nestjs/cqrs';

export type AnyCommand = CommandOf<AggregateName>;
export type AnyEvent = EventOf<AggregateName>;

/** What became of a command. What is done stays done. A refusal is not on record, nor that nothing had to change: the same command given again is decided anew, as things stand then. */
export type CommandOutcome =
  /** On record; `replayed` when it was before this call. */
  | { readonly status: 'done'; readonly receipt: AppendReceipt; readonly replayed: boolean }
  /** Accepted, and nothing had to change. */
  | { readonly status: 'unchanged'; readonly streamId: string; readonly revision: number }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  /** The same id was used for another command before. */
  | { readonly status: 'command-differs' }
  /** The store's answer was lost; the same command can be given again, or looked up by its id. */
  | { readonly status: 'unknown' };

/**
 * Why a command may not be given where the aggregate stands now; undefined when it may. Asked on the very state that is
 * decided on: whoever was entitled a moment ago may not be any more. What is on record already keeps its answer.
 */
export type Permit = (state: unknown, units: Directory) => Refusal | undefined;

/** The message of the command bus: gives one command to its aggregate. The workflow run goes on record beside it, and is no part of what was asked for. */
export class GiveCommand extends Command<CommandOutcome> {
  constructor(readonly command: AnyCommand, readonly workflow?: WorkflowRun, readonly permit?: Permit) {
    super();
  }
}
