export { compareWithFold, rebuild, type OnProgress, type RebuildParts } from './rebuild.js';
export type { Difference } from './compare.js';
export type { ProjectorLog } from './follower.js';
export { projectionHealth, type ProjectionHealth } from './health.js';
export { Projector, type ProjectorParts } from './projector.js';
export { PostgresReadModels, type ReadModelOptions } from './read-models.js';
export { prepareReadModels } from './schema.js';
export { PROJECTION_NAMES } from './sinks.js';
