import type { ClientBase } from 'pg';
import type { Finding, FindingKind } from './finding.js';

/** What every text that was digested was written with, and every row in sight. */
export const AS_WRITTEN = "set local kinga.scope = 'all'; set local timezone = 'UTC'; set local datestyle = 'ISO'; set local bytea_output = 'hex'; set local intervalstyle = 'iso_8601'; set local extra_float_digits = 1; set local search_path = pg_catalog";

interface AuditedTable {
  readonly name: string;
  readonly key: string;
  readonly versioned: boolean;
}

/** The tables whose rows are audited, told by their triggers as well, so that none is left out by taking it from the list. */
export async function auditedTables(client: ClientBase): Promise<{ readonly tables: readonly AuditedTable[]; readonly findings: readonly Finding[] }> {
  const { rows } = await client.query<AuditedTable & { there: boolean; listening: boolean }>(`
    select coalesce(a.table_name, t.name) as name, coalesce(a.key, 'id') as key, c.oid is not null as there,
           exists (select from pg_attribute where attrelid = c.oid and attname = 'version' and not attisdropped) as versioned,
           (select count(*) from pg_trigger g where g.tgrelid = c.oid and g.tgname in ('audit_inserted', 'audit_updated', 'audit_deleted') and g.tgenabled in ('O', 'A'))
             >= case when a.key = 'id' then 3 else 1 end as listening
    from kernel.audit_table a
    full join (select distinct n.nspname || '.' || c.relname as name from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
               where g.tgname = 'audit_inserted' and not g.tgisinternal) t on t.name = a.table_name
    left join pg_class c on c.oid = to_regclass(coalesce(a.table_name, t.name))
    order by 1`);
  const findings = rows.flatMap((row): Finding[] => {
    if (!row.there) return [{ kind: 'missing', place: row.name, what: 'the table is not there' }];
    return row.listening ? [] : [{ kind: 'changed', place: row.name, what: 'the triggers that note its changes are not there or switched off' }];
  });
  return { tables: rows.filter(({ there }) => there), findings };
}

/**
 * The first row of a table, or of its history, that is not as the audit has it. PostgreSQL compares, on its disk where memory does
 * not do; what was noted of a row last must be the row, what it was before each change must be what was noted before that, and
 * what history keeps must be what was noted of it, from the last erasure of the row on.
 */
export async function verifyRows(client: ClientBase, { name, key, versioned }: AuditedTable): Promise<Finding | undefined> {
  const table = name.split('.').map((part) => `"${part}"`).join('.');
  const id = key === 'id' ? 'r.id' : `md5(r."${key}"::text)::uuid`;
  const { rows } = await client.query<{ kind: FindingKind; id: string; what: string }>(`
    with noted as materialized (
      select change.n, change.operation, row.id, row.version, row.before, row.after, row.kept,
             lag(row.after) over rows_changes as after_before, lag(change.n) over rows_changes is null as first, lead(change.n) over rows_changes is null as last
      from kernel.audit_change change cross join lateral rows from (
        unnest(change.row_ids), unnest(change.versions), unnest(change.before), unnest(change.after), unnest(change.kept)) as row (id, version, before, after, kept)
      where change.table_name = $1 and change.operation <> 'ERASE'
      window rows_changes as (partition by row.id order by change.n)),
    present as (select ${id} as id, ${versioned ? 'r.version' : 'null::integer'} as version, sha256(convert_to(r::text, 'UTF8')) as digest from ${table} r),
    kept as (select h.row_id as id, sha256(convert_to(h.row_before::text, 'UTF8')) as digest, count(*) as times from kernel.history h where h.table_name = $1 group by 1, 2),
    erased as materialized (
      select change.n, row.id, row.kept, change.n = max(change.n) over (partition by row.id) as last
      from kernel.audit_change change cross join lateral rows from (unnest(change.row_ids), unnest(change.kept)) as row (id, kept)
      where change.table_name = $1 and change.operation = 'ERASE'),
    noted_kept as (
      select id, digest, count(*) as times from (
        select n.id, n.kept as digest from noted n where n.kept is not null and not exists (select from erased e where e.id = n.id and e.n > n.n)
        union all select e.id, e.kept from erased e where e.last and e.kept is not null) held
      group by 1, 2)
    (select case when n.id is null then 'added' when p.id is null then 'missing' else 'changed' end as kind, coalesce(n.id, p.id)::text as id,
            case when n.id is null then 'the audit knows no such row' when p.id is null then 'the row is not there' else 'the row is not what was written' end as what
     from (select id, after from noted where last and after is not null) n full join present p on p.id = n.id
     where n.after is distinct from p.digest limit 1)
    union all
    (select 'changed', id::text, 'the row had been changed past the audit before it was written again' from noted
     where before is not null and not first and after_before is not null and after_before <> before limit 1)
    union all
    (select case when n.id is null then 'added' else 'missing' end, coalesce(n.id, k.id)::text,
            case when n.id is null then 'history holds a state that the row never had, or that was changed' else 'history lacks a state of the row, or it was changed' end
     from noted_kept n full join kept k on k.id = n.id and k.digest = n.digest
     where n.times is distinct from k.times limit 1)
    limit 1`, [name]);
  const [row] = rows;
  if (!row) return undefined;
  return { kind: await historyKind(client, name, row), place: `${name} ${row.id}`, what: row.what };
}

/** A state that was noted and one that was not, of the same row: it was changed. */
async function historyKind(client: ClientBase, table: string, { kind, id, what }: { readonly kind: FindingKind; readonly id: string; readonly what: string }): Promise<FindingKind> {
  if (!what.startsWith('history')) return kind;
  const { rows } = await client.query<{ noted: string; kept: string }>(`
    select (select coalesce(sum(coalesce(cardinality(array_positions(c.row_ids, $2::uuid)), 0)), 0) from kernel.audit_change c where c.table_name = $1 and c.kept is not null and c.row_ids @> array[$2::uuid]) as noted,
           (select count(*) from kernel.history h where h.table_name = $1 and h.row_id = $2::uuid) as kept`, [table, id]);
  const [counts] = rows;
  return counts?.noted === counts?.kept ? 'changed' : kind;
}
