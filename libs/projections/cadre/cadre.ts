import type { CivilDate, Role } from '#kernel';
import type { RecordedEvent } from '#event-store';
import { decodeEvent } from '#wire';
import type { Projection } from '../port.js';

export interface PostRow {
  readonly post: string;
  readonly unit: string;
  readonly role: Role;
  readonly from: CivilDate;
  /** The last day; null while it lasts. */
  readonly to: CivilDate | null;
}

/** A cadre with the present name and every post ever held. Telephone numbers are left to the record. */
export interface CadreRow {
  readonly cadre: string;
  readonly name: string;
  readonly posts: readonly PostRow[];
  /** Of the last event that changed the row. */
  readonly position: number;
}

const TYPES = new Set(['CadreRegistered', 'CadreRenamed', 'PostTaken', 'PostLeft']);

export const cadreProjection: Projection<CadreRow> = {
  name: 'cadre',
  version: 2,
  keyOf: (event) => (TYPES.has(event.type) ? (event.data as { cadre: string }).cadre : null),
  project(row: CadreRow | null, recorded: RecordedEvent): CadreRow | null {
    const event = decodeEvent(recorded);
    const { position } = recorded;
    switch (event.type) {
      case 'CadreRegistered': return { cadre: event.data.cadre, name: event.data.name, posts: row?.posts ?? [], position };
      case 'CadreRenamed': return row && { ...row, name: event.data.name, position };
      case 'PostTaken': {
        const { post, unit, role, from } = event.data;
        return row && { ...row, posts: [...row.posts, { post, unit, role, from, to: null }], position };
      }
      case 'PostLeft': {
        const { post, to } = event.data;
        return row && { ...row, posts: row.posts.map((held) => (held.post === post ? { ...held, to } : held)), position };
      }
      default: return row;
    }
  },
};
