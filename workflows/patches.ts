/** A change of a workflow's behaviour that open issues may have lived without: `patched(id)` chooses between old and new. */
export interface Patch {
  readonly id: string;
  /** Version of the product that brought it. */
  readonly since: string;
  readonly why: string;
  /** When both branches can go: normally once no workflow older than `since` can be open. */
  readonly removable: string;
}

/** A new one comes together with a recorded history that still replays. */
export const PATCHES: readonly Patch[] = [
  {
    id: 'overdue-as-the-ledger-says',
    since: '0.1.0',
    why: 'the search attribute Overdue followed from the next step and the order of supervision: it stayed after an answer at the top, and missed a first contact whose steps had passed',
    removable: 'with overdueByStep, once no workflow that was told a standing without dueAt can be open',
  },
];
