import type { Rebuilds } from '../rebuilds.js';
import { ask } from './asked.js';
import { knownSink, type RebuildParts } from './alone.js';
import { buildBeside, compareBeside, dropCopies, rebuild, switchOver } from './rebuild.js';
import { undoSwitch } from './switch.js';

/** The acts of a rebuild, as one port. */
export function openRebuilds(parts: RebuildParts): Rebuilds {
  return {
    rebuild: (name, by, onProgress) => rebuild(parts, name, by, onProgress),
    beside: (name, by, onProgress) => buildBeside(parts, name, by, onProgress),
    ask: async (name, by) => { await ask(parts.pool, knownSink(parts, name).projection.name, by); },
    compare: (name) => compareBeside(parts, name),
    switch: (name, by) => switchOver(parts, name, by),
    undo: (name, by) => undoSwitch(parts, name, by),
    drop: (name) => dropCopies(parts, name),
  };
}
