import type { CivilDate } from '#kernel';
import type { PostData } from './events.js';

export interface HeldPost extends PostData {
  /** The last day; null while it lasts. */
  readonly to: CivilDate | null;
}

export type CadreState =
  | { readonly status: 'none' }
  | { readonly status: 'registered'; readonly cadre: string; readonly name: string; readonly phone: string | null; readonly posts: readonly HeldPost[] };

export const initialCadre: CadreState = { status: 'none' };
