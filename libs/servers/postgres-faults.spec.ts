import { postgresFault } from './postgres-faults.js';

it.each([
  ['could not write to file "pg_wal/xlogtemp.1": No space left on device', 'no-space', 'MINQING_HOME'],
  ['FATAL:  lock file "postmaster.pid" already exists\nHINT:  Is another postmaster (PID 41) running', 'data-folder-in-use', 'stop it first'],
  ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'port-taken', 'choose another'],
  ['postgres: could not access directory "/root/x": Permission denied', 'data-folder-not-reachable', 'MINQING_HOME'],
  ['FATAL:  something new', 'postgres-did-not-start', 'something new'],
])('of "%s" is %s', (said, code, wayOut) => {
  const fault = postgresFault(said, { dataDir: '/data', port: 5 });
  expect(fault.code).toBe(code);
  expect(fault.message).toContain(wayOut);
});
