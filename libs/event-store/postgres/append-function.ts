/**
 * Appends a batch of commands: each gets its own verdict, those accepted are written with gapless positions, and one
 * notice tells listeners. Within a batch no stream and no command id may occur twice (the batcher sees to that).
 *
 * - The head row's lock comes first and is kept until commit, so every later statement sees all that was ever committed
 *   and no position becomes visible before a lower one. This needs READ COMMITTED: a snapshot older than the lock would lie.
 * - A command id that is on record is told where its group starts, whatever became of the stream since.
 * - The stream's end must be the expected revision *and* hash, so that a forked history cannot be extended.
 * - Neither the statistics of a young table nor guesses about array lengths may choose the plan: the record is reached by
 *   its indexes alone (the two lateral look-ups), and the arrays are joined by hash.
 */
export const APPEND_FUNCTION = `
create function record.append(
  stream_ids text[], command_ids text[], expected_revisions integer[], expected_hashes bytea[],
  owners integer[], indexes integer[], event_ids uuid[], types text[], schemas smallint[],
  metas text[], datas text[], hashes bytea[]
) returns table (ordinal integer, verdict text, start_position bigint, start_revision integer, start_stream text, start_meta text)
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_nestloop = off
set plan_cache_mode = force_generic_plan
as $$
declare
  last_position bigint;
  written bigint;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'record.append needs read committed';
  end if;
  perform 1 from record.head for update;
  last_position := coalesce((select max(e.position) from record.event e), 0);

  return query
  with judged as materialized (
    select c.ordinal::integer as ordinal, c.stream_id, c.command_id, c.revision, earlier.*,
      earlier.position is null and coalesce(tail.revision, -1) = c.revision
        and coalesce(tail.hash, decode(repeat('00', 32), 'hex')) = c.hash as accepted
    from unnest(stream_ids, command_ids, expected_revisions, expected_hashes)
      with ordinality as c (stream_id, command_id, revision, hash, ordinal)
    left join lateral (
      select e.position, e.revision as first_revision, e.stream_id as first_stream, e.meta
      from record.event e where e.command_id = c.command_id and e.command_index = 0 limit 1
    ) earlier on true
    left join lateral (
      select e.revision, e.hash from record.event e where e.stream_id = c.stream_id order by e.revision desc limit 1
    ) tail on true
  ), inserted as (
    insert into record.event (position, revision, command_index, schema, event_id, stream_id, type, command_id, hash, meta, data)
    select last_position + row_number() over (order by n.number), j.revision + 1 + n.index, n.index, n.schema, n.event_id,
      j.stream_id, n.type, j.command_id, n.hash, n.meta, n.data
    from unnest(owners, indexes, event_ids, types, schemas, metas, datas, hashes)
      with ordinality as n (owner, index, event_id, type, schema, meta, data, hash, number)
    join judged j on j.ordinal = n.owner and j.accepted
    returning event.position, event.command_index, event.command_id
  )
  select j.ordinal, case when j.accepted then 'appended' when j.position is null then 'conflict' else 'repeated' end,
    coalesce(i.position, j.position), coalesce(j.first_revision, j.revision + 1), j.first_stream, j.meta
  from judged j left join inserted i on i.command_id = j.command_id and i.command_index = 0
  order by j.ordinal;

  select max(e.position) into written from record.event e;
  if written > last_position then perform pg_notify('record', written::text); end if;
end $$;
`;
