import { Fault } from '#kernel';

/** What PostgreSQL's own words (LC_MESSAGES=C) mean for the person at the machine. */
export function postgresFault(said: string, params: { dataDir: string; port?: number }): Fault {
  const cause = new Error(said.trim() || 'PostgreSQL said nothing');
  const { dataDir, port } = params;
  if (/No space left on device|could not extend file|disk quota/i.test(said)) {
    return new Fault('no-space', { params: { folder: dataDir }, cause, tryNext: 'Make room on that disk, or set MINQING_HOME to a folder on another one.' });
  }
  if (/lock file "postmaster\.pid" already exists/.test(said)) {
    const pid = Number(/PID (\d+)/.exec(said)?.[1] ?? 0);
    return new Fault('data-folder-in-use', { params: { folder: dataDir, pid }, cause, tryNext: 'Another server works on this folder: stop it first, or set MINQING_HOME to another folder.' });
  }
  if (/Address already in use/.test(said)) {
    return new Fault('port-taken', { params: { port: port ?? 0 }, cause, tryNext: 'Another program listens on this port: choose another one, or leave it out to have a free one found.' });
  }
  if (/Permission denied/.test(said)) {
    return new Fault('data-folder-not-reachable', { params: { folder: dataDir }, cause, tryNext: 'The account that runs PostgreSQL may not enter this folder: set MINQING_HOME to one that it can reach, for example /var/lib/minqing.' });
  }
  return new Fault('postgres-did-not-start', { params: { log: `${dataDir}/postgres.log`, said: said.trim().split('\n').at(-1) ?? '' }, cause, tryNext: 'Read the log.' });
}
