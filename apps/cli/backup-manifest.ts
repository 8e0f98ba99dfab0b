import { z } from 'zod';
import { Fault } from '#kernel';
import { events } from '#wire';

export const FORMAT = 'minqing-backup/2';

const ManifestShape = z.object({
  backup: z.literal(FORMAT),
  version: z.string(),
  at: z.iso.datetime({ precision: 3 }),
  /** How many events it holds, from the first. */
  position: z.int().min(0),
  schemas: z.object({
    /** The newest version of each event that the product knew which made it. */
    events: z.record(z.string(), z.int().min(1)),
    /** The newest migration of each database schema that tables are kept of. */
    tables: z.record(z.string(), z.string()),
  }),
});

/** The first line of a backup: what it is of, and in which form. */
export type Manifest = Readonly<z.infer<typeof ManifestShape>>;

/** Undefined for what is no manifest. Fault `backup-format` for one of another format. */
export function manifestIn(json: Readonly<Record<string, unknown>>): Manifest | undefined {
  const format = json['backup'];
  if (typeof format === 'string' && format !== FORMAT) throw new Fault('backup-format', { params: { format, known: FORMAT }, tryNext: 'read it with the version of the product that made it' });
  return ManifestShape.safeParse(json).data;
}

export function eventVersions(): Manifest['schemas']['events'] {
  return Object.fromEntries(events.EVENT_TYPES.map((type) => [type, events.currentSchema(type)]));
}

/** Fault `backup-newer` when it may hold events that this product cannot read. */
export function refuseNewerEvents({ schemas }: Manifest): void {
  const known = eventVersions();
  const newer = Object.entries(schemas.events).find(([type, version]) => version > (known[type] ?? 0));
  if (newer) throw new Fault('backup-newer', { params: { what: newer.join(' ') }, tryNext: 'restore it with the version of the product that made it, or a later one' });
}
