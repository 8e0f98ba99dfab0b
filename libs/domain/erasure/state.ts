/** An erasure happens once; there is nothing to take back. */
export type ErasureState = { readonly status: 'none' } | { readonly status: 'done'; readonly persons: readonly string[] };

export const initialErasure: ErasureState = { status: 'none' };
