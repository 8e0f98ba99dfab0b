export { isAlive, ServerProcess, tailOf } from './child.js';
export { freePort, isFree, LOOPBACK } from './ports.js';
export { holdsCluster, startPostgres, type Postgres, type PostgresOptions } from './postgres.js';
export { startTemporal, type Temporal, type TemporalOptions } from './temporal.js';
export { findTemporal, type FindTemporalOptions } from './temporal-binary.js';
export { reachableFolder } from './unprivileged.js';
