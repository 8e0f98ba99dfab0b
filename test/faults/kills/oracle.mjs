import pg from 'pg';
import { leavesUnknown } from './caller.mjs';

// What must hold, asked of the tables by SQL and of the ledger, with none of the product's code. Each question answers with the lines that break it.

/** Answers of the record that must be no rows at all. */
const NO_ROWS = {
  'positions are 1..n': `
    select position from (select position, row_number() over (order by position) as place from record.event) numbered where position <> place`,
  'revisions of a stream are 0..n-1, in the order of positions': `
    select stream_id, revision from (
      select stream_id, revision, row_number() over (partition by stream_id order by position) - 1 as place from record.event) numbered where revision <> place`,
  'a command has one group, whole, in one stream, in one piece': `
    select command_id, count(*) as events from record.event group by command_id
    having count(distinct stream_id) > 1 or min(command_index) <> 0 or max(command_index) <> count(*) - 1 or count(distinct command_index) <> count(*)
      or max(position) - min(position) <> count(*) - 1 or max((meta::jsonb ->> 'count')::int) <> count(*) or min((meta::jsonb ->> 'count')::int) <> count(*)`,
  'the columns say what the hashed text says': `
    select position from record.event where meta::jsonb -> 'command' ->> 'id' <> command_id or (meta::jsonb ->> 'index')::int <> command_index`,
  'no step of a deadline passes twice': `
    select stream_id, data::jsonb ->> 'step' as step from record.event where type = 'DeadlineStepPassed' group by 1, 2 having count(*) > 1`,
  'no step passes before its moment': `
    with step as (select stream_id, jsonb_array_elements(data::jsonb -> 'steps') as step from record.event where type = 'DeadlineSet')
    select passed.position from record.event passed join step on step.stream_id = passed.stream_id and step.step ->> 'id' = passed.data::jsonb ->> 'step'
    where passed.type = 'DeadlineStepPassed' and (passed.meta::jsonb ->> 'at')::timestamptz < (step.step ->> 'at')::timestamptz`,
  'no step passes that was never set': `
    with step as (select stream_id, jsonb_array_elements(data::jsonb -> 'steps') ->> 'id' as id from record.event where type = 'DeadlineSet')
    select position from record.event passed where type = 'DeadlineStepPassed'
      and not exists (select from step where step.stream_id = passed.stream_id and step.id = passed.data::jsonb ->> 'step')`,
  'steps of one deadline pass in their order, none is left out': `
    with step as (
      select stream_id, element ->> 'id' as id, data::jsonb ->> 'id' as deadline, place
      from record.event, jsonb_array_elements(data::jsonb -> 'steps') with ordinality as steps (element, place) where type = 'DeadlineSet'),
    passed as (
      select step.*, row_number() over (partition by step.stream_id, step.deadline order by event.position) as passed_as
      from record.event join step on step.stream_id = event.stream_id and step.id = event.data::jsonb ->> 'step' where event.type = 'DeadlineStepPassed')
    select stream_id, deadline, id from passed where passed_as <> place`,
  'nothing happens to an issue that has ended but its reopening or a word about it': `
    with life as (
      select stream_id, revision, type, lag(type) over (partition by stream_id order by revision) as before from record.event where stream_id like 'issue/%')
    select stream_id, revision, type from life where before in ('IssueClosed', 'IssueWithdrawn') and type in ('DeadlineStepPassed', 'IssueTakenOver', 'SupervisionOrdered', 'IssueUrged')`,
  'a deadline that waits for the clock is not long overdue': `
    select issue_id from clock.standing where not ended and (standing -> 'next' ->> 'at')::timestamptz < now() - interval '15 seconds'`,
  'Temporal was told of every issue': `
    select issue_id from clock.standing where signalled_revision < revision and (not ended or signalled_revision >= 0)`,
};

const OPEN = `
  with life as (select stream_id, revision, type, max(revision) over (partition by stream_id) as last from record.event where stream_id like 'issue/%'),
  ending as (select stream_id, max(revision) filter (where type in ('IssueClosed', 'IssueWithdrawn')) as ended, max(revision) filter (where type = 'IssueReopened') as reopened, max(last) as last from life group by stream_id)
  select substr(stream_id, 7) as issue, last from ending where ended is null or reopened > ended`;

export async function openPool(url) {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  return pool;
}

/** Issues that are open in the record, with their last revision. */
export async function openIssues(pool) {
  return new Map((await pool.query(OPEN)).rows.map(({ issue, last }) => [issue, last]));
}

/** Invariants that the record alone can show: name and offending rows of each that is broken. */
export async function judgeRecord(pool) {
  const broken = [];
  for (const [invariant, query] of Object.entries(NO_ROWS)) {
    const { rows } = await pool.query(query);
    if (rows.length > 0) broken.push({ invariant, count: rows.length, rows: rows.slice(0, 5) });
  }
  return broken;
}

/** Where each command's events are, by its id. */
async function groupsIn(pool) {
  const { rows } = await pool.query(`
    select command_id, stream_id, min(revision) as first, max(revision) as last, max(position)::int as position, meta::jsonb -> 'by' ->> 'kind' as by
    from record.event group by command_id, stream_id, meta::jsonb -> 'by' ->> 'kind'`);
  return new Map(rows.map((row) => [row.command_id, row]));
}

/** Invariants 1, 2 and 4: what was acknowledged against what is on record. `idOf` gives a command's id by cadre and key. */
export async function judgeLedger(pool, facts, idOf) {
  const groups = await groupsIn(pool);
  const broken = [];
  const blame = (invariant, detail) => broken.push({ invariant, ...detail });
  const commands = byKey(facts.filter(({ fact }) => ['asked', 'answered', 'lost'].includes(fact)));
  const counts = { commands: commands.size, acknowledged: 0, refused: 0, unknown: 0, 'unknown and on record': 0, requests: 0, lost: 0 };
  for (const [key, notes] of commands) {
    const group = groups.get(idOf(notes[0].cadre, key));
    const answers = notes.filter(({ fact }) => fact === 'answered');
    const requests = notes.filter(({ fact }) => fact === 'asked').length;
    const acknowledged = answers.filter(({ status }) => status < 300 && status !== 202);
    counts.requests += requests;
    counts.lost += requests - answers.length;
    if (acknowledged.length > 0) {
      counts.acknowledged += 1;
      for (const { body } of acknowledged) judgeReceipt(key, body, group, blame);
    } else if (requests > answers.length || answers.some(leavesUnknown)) {
      counts.unknown += 1;
      if (group) counts['unknown and on record'] += 1;
    } else {
      counts.refused += 1;
      if (group) blame('a failed command left no event', { key, answers: answers.map(({ status, body }) => [status, body.code]), group });
    }
  }
  judgeQuestions(facts, groups, blame);
  const faults = facts.filter(({ fact, status }) => fact === 'answered' && status === 500);
  if (faults.length > 0) blame('an outage is told as one, never as a fault of the product', { count: faults.length, first: faults[0] });
  const asked = new Set([...commands].map(([key, [{ cadre }]]) => idOf(cadre, key)));
  for (const [id, { by, stream_id }] of groups) if (by === 'cadre' && !asked.has(id)) blame('nothing is on record that nobody asked for', { id, stream_id });
  return { broken, counts };
}

function byKey(notes) {
  const found = new Map();
  for (const note of notes) {
    if (found.has(note.key)) found.get(note.key).push(note);
    else found.set(note.key, [note]);
  }
  return found;
}

function judgeReceipt(key, body, group, blame) {
  const isThere = group && group.last === body.revision && group.position === body.position && group.stream_id === `issue/${body.issueId}`;
  if (!isThere) blame('an acknowledged command is on record once, where it was said to be', { key, body, group: group ?? null });
}

function judgeQuestions(facts, groups, blame) {
  for (const one of facts) {
    if (one.fact === 'settled') {
      const group = groups.get(one.commandId);
      const agrees = one.status === 200 && (group ? one.body.status === 'done' && one.body.revision === group.last && one.body.position === group.position : one.body.status === 'not-found');
      if (!agrees) blame('the fate of a command is told as it is', { ...one, group: group ?? null });
    }
    if (one.fact === 'again' && JSON.stringify(one.body) !== JSON.stringify(one.first)) blame('the same command is answered the same for ever', one);
    if (one.fact === 'other' && (one.status !== 409 || one.code !== 'idempotency-key-reused')) blame('another command under the same key is refused', one);
    if (one.fact === 'read' && (one.shown < one.position || one.shownRevision < one.revision)) blame('who waits for a position sees it', one);
  }
}

/** Invariant 6, told by the lives that were meant: what was left alone climbed each level once, nothing else was ordered above. */
export async function judgeClimbs(pool, facts, climb) {
  const { rows } = await pool.query(`
    select substr(stream_id, 7) as issue, array_agg(data::jsonb -> 'from' ->> 'unit' || '>' || (data::jsonb -> 'to' ->> 'unit') order by revision) filter (where type = 'IssueTakenOver') as climbed,
      count(*) filter (where type = 'SupervisionOrdered')::int as ordered
    from record.event where stream_id like 'issue/%' group by stream_id`);
  const seen = new Map(rows.map((row) => [row.issue, row]));
  return facts.filter(({ fact, life }) => fact === 'life' && life === 'left-alone').flatMap(({ issueId }) => {
    const { climbed, ordered } = seen.get(issueId) ?? {};
    return ordered === 1 && JSON.stringify(climbed) === JSON.stringify(climb) ? [] : [{ invariant: 'what is left alone climbs each level once', issueId, climbed: climbed ?? null, ordered: ordered ?? null }];
  });
}
