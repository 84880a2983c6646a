import type { TxContext } from '../../kernel/write/transaction.js';
import type { DatedValue, ParameterValues } from '../rules/rule-set.js';
import type { ValueType } from '../rules/values.js';

/** Which values rules were evaluated by, where they are to be evaluated by them again. */
export interface ByIds {
  readonly ids: readonly string[];
}

/**
 * The parameters that rules of a programme may name: its own, and those that all programmes share, money in its currency. With all
 * values that hold or held from some day; or, for what was evaluated before, with just those that it was evaluated by.
 */
export async function parametersInForce(ctx: TxContext, programmeId: string, by?: ByIds): Promise<readonly ParameterValues[]> {
  const { rows } = await ctx.tx.query<{ code: string; description: string | null; type: string; values: readonly DatedValue[] }>(
    `select d.code, coalesce(d.names ->> 'en', (select t.value from jsonb_each_text(d.names) t order by t.key limit 1)) as description, d.type,
       coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'from', v.effective_from, 'value', v.value) order by v.effective_from)
         from programmes.parameter_value v where v.parameter_id = d.id and (case when $2::uuid[] is null then v.state = 'PUBLISHED' else v.id = any ($2) end)), '[]') as values
     from programmes.programme p join programmes.parameter d on (d.programme_id = p.id or d.programme_id is null) and (d.currency is null or d.currency = p.currency)
     where p.id = $1 order by d.code`,
    [programmeId, by?.ids ?? null],
  );
  return rows.map(({ description, type, ...row }) => ({ ...row, type: type.toLowerCase() as ValueType, ...(description !== null && { description }) }));
}
