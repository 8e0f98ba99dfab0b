import { pongoSingleStreamProjection } from '@event-driven-io/emmett-postgresql';
// The built product: this file stays beside its own node_modules.
import { ledgerProjection } from '../../dist/libs/projections/index.js';

export const COLLECTION = 'ledger';

/** An event of our record as the peer takes it: what we keep beside its data goes into its metadata. */
export function asMessage({ type, schema, meta, data }) {
  return { type, data, metadata: { schema, meta } };
}

/** Emmett's projection of a Pongo document an issue, by the same fold as ours. */
export function ledgerDocuments(types) {
  return pongoSingleStreamProjection({
    collectionName: COLLECTION,
    canHandle: types,
    evolve(document, { type, data, metadata: { streamName, streamPosition, globalPosition, schema, meta } }) {
      const event = { ...meta, position: Number(globalPosition), streamId: streamName, revision: Number(streamPosition) - 1, type, schema, data };
      return ledgerProjection.project(document, event);
    },
  });
}
