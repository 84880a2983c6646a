import type { PoolClient } from 'pg';
import { verifyOn } from '../../kernel/audit/verify.js';

/** What must hold of a database as a whole, beside its constraints: name, tables that it takes, rows that are wrong. */
const INVARIANTS: readonly { readonly what: string; readonly needs: readonly string[]; readonly sql: string }[] = [
  {
    what: 'transactions of the ledger do not sum to zero', needs: ['transactions.posting'],
    sql: 'select 1 from transactions.posting group by transaction_id, currency having sum(amount) <> 0',
  },
  {
    what: 'transactions of the ledger have no postings', needs: ['transactions.transaction', 'transactions.posting'],
    sql: 'select 1 from transactions.transaction t where not exists (select from transactions.posting p where p.transaction_id = t.id)',
  },
  {
    what: 'persons or households take part in other programmes than those that they are enrolled in, or elsewhere than they are', needs: ['programmes.taking_part', 'programmes.participant'],
    sql: `(select subject_id, programme_id, place_id from programmes.taking_part except select subject_id, programme_id, place_id from programmes.participant)
      union all (select subject_id, programme_id, place_id from programmes.participant except select subject_id, programme_id, place_id from programmes.taking_part)`,
  },
  {
    what: 'places hold others than those that lie in them', needs: ['people.place_subtree_due', 'people.place_subtree'],
    sql: `(select code, ids from people.place_subtree_due except select code, ids from people.place_subtree)
      union all (select code, ids from people.place_subtree except select code, ids from people.place_subtree_due)`,
  },
];

/** What is wrong with a database, in words; nothing where all holds. */
export async function foundWrong(client: PoolClient): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { what, needs, sql } of INVARIANTS) {
    const { rows: there } = await client.query<{ all: boolean }>('select bool_and(to_regclass(name) is not null) as all from unnest($1::text[]) name', [needs]);
    if (!there[0]?.all) continue;
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from (${sql}) wrong`);
    if ((rows[0]?.n ?? 0) > 0) wrong.push(`${rows[0]?.n} ${what}`);
  }
  for (const table of await versioned(client)) {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from ${table} present join (select row_id, max(version) as version from kernel.history where table_name = $1 group by row_id) past on past.row_id = present.id
       where past.version is not null and past.version <> present.version - 1`, [table],
    );
    if ((rows[0]?.n ?? 0) > 0) wrong.push(`${rows[0]?.n} rows of ${table} do not follow from their history`);
  }
  const { findings } = await verifyOn(client);
  wrong.push(...findings.map(({ kind, place, what }) => `the audit says ${kind} at ${place}: ${what}`));
  return wrong;
}

/** Tables whose versions the database counts. */
async function versioned(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ table: string }>("select t.tgrelid::regclass::text as table from pg_trigger t where t.tgname = 'count_version' and t.tgparentid = 0 order by 1");
  return rows.map(({ table }) => table);
}
