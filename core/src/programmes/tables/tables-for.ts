import type { TxContext } from '../../kernel/write/transaction.js';
import type { ByIds } from '../parameters/parameters-in-force.js';
import type { TableVersion, TableVersions } from '../rules/rule-set.js';
import type { ValueType } from '../rules/values.js';
import type { RuleTableKey } from './table-key.js';

interface TableRow {
  readonly code: string;
  readonly description: string | null;
  readonly keys: readonly RuleTableKey[];
  readonly value: string;
  readonly versions: readonly TableVersion[];
}

const typeOf = (type: string): ValueType => type.toLowerCase() as ValueType;

/**
 * The tables that rules of a programme may look up: its own, and those that all programmes share, money in its currency. With all
 * versions that hold or held from some day; or, for what was evaluated before, with just those that it was evaluated by.
 */
export async function tablesFor(ctx: TxContext, programmeId: string, by?: ByIds): Promise<readonly TableVersions[]> {
  const { rows } = await ctx.tx.query<TableRow>(
    `select d.code, coalesce(d.names ->> 'en', (select t.value from jsonb_each_text(d.names) t order by t.key limit 1)) as description, d.keys, d.value_type as value,
       coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'from', v.effective_from,
           'rows', (select jsonb_agg(jsonb_build_object('keys', r.keys, 'value', r.value) order by r.position) from programmes.rule_table_row r where r.version_id = v.id))
           order by v.effective_from)
         from programmes.rule_table_version v where v.table_id = d.id and (case when $2::uuid[] is null then v.state = 'PUBLISHED' else v.id = any ($2) end)), '[]') as versions
     from programmes.programme p join programmes.rule_table d on (d.programme_id = p.id or d.programme_id is null) and (d.currency is null or d.currency = p.currency)
     where p.id = $1 order by d.code`,
    [programmeId, by?.ids ?? null],
  );
  return rows.map(({ code, description, keys, value, versions }) => ({
    code, ...(description !== null && { description }), value: typeOf(value), versions,
    keys: keys.map(({ name, match, type }) => ({ name, match, type: typeOf(type) })),
  }));
}
