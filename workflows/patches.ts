/** A change of a workflow's behaviour that open issues may have lived without: `patched(id)` chooses between old and new. */
export interface Patch {
  readonly id: string;
  /** Version of the product that brought it. */
  readonly since: string;
  readonly why: string;
  /** When both branches can go: normally once no workflow older than `since` can be open. */
  readonly removable: string;
}

/** None since the first release. A new one comes together with a recorded history that still replays. */
export const PATCHES: readonly Patch[] = [];
