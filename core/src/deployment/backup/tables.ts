import type { PoolClient } from 'pg';
import type { TablePart } from './frames.js';

/** Made anew by migrating, or by the queue itself. */
const LEFT_OUT = ['kernel.migration', 'pgboss.version', 'pgboss.bam', 'pgboss.warning'];

/** The tables that hold what a deployment must not lose, partitioned ones as a whole. What is unlogged is working space. */
export async function tablesOf(client: PoolClient): Promise<readonly TablePart[]> {
  const { rows } = await client.query<TablePart>(
    `select format('%I.%I', n.nspname, c.relname) as table,
       (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select array_agg(quote_ident(a.attname) order by k.at, a.attnum) from pg_attribute a
         left join lateral (select i.* from pg_index i where i.indrelid = c.oid order by i.indisprimary desc, i.indexrelid limit 1) i on true
         left join lateral unnest(i.indkey::int2[]) with ordinality k (attnum, at) on k.attnum = a.attnum
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and (k.at is not null or i.indisprimary is not true)) as key,
       coalesce((select json_agg(json_build_object('name', format('%I.%I', pn.nspname, p.relname), 'bound', pg_get_expr(p.relpartbound, p.oid)) order by p.relname)
         from pg_inherits i join pg_class p on p.oid = i.inhrelid join pg_namespace pn on pn.oid = p.relnamespace where i.inhparent = c.oid), '[]') as partitions
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and format('%s.%s', n.nspname, c.relname) <> all($1)
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by 1`, [LEFT_OUT],
  );
  return rows;
}

/**
 * Everything of a table, in the order in which it lies there, as text that is the same wherever the rows are. Of a partitioned one in
 * the order of its key, or of all columns, those of an index first: PostgreSQL puts rows that are copied into partitions wherever a page has room.
 */
export function copyOut({ table, columns, partitions, key }: TablePart): string {
  const order = key ? ` order by ${key.join(', ')}` : '';
  return partitions.length > 0 ? `copy (select ${columns.join(', ')} from ${table}${order}) to stdout` : `copy ${table} (${columns.join(', ')}) to stdout`;
}

/** Same bytes for same rows, whatever the server is set to; all rows, whatever the scope. */
export const SAME_TEXT = `
  set local datestyle = iso; set local intervalstyle = postgres; set local timezone = 'UTC'; set local extra_float_digits = 1; set local bytea_output = hex;
  set local synchronize_seqscans = off; set local max_parallel_workers_per_gather = 0; set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0;
  select set_config('kinga.scope', 'all', true)`;
