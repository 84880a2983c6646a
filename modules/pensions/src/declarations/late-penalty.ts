import { ask, compileRules, evaluated, rulesInForceIfAny, sql, type TxContext } from '@kinga/plugin-sdk';
import { withThoseUsed } from '../rates/contribution-rules.js';
import type { LockedDeclaration } from './lock-declaration.js';

/** What the rules of the kind DECLARATION_PENALTY that are in force when it was submitted ask for a declaration that is late: decimal text. */
export async function latePenalty(tx: TxContext, { id, programme, submittedOn, dueOn, month, corrects, digits }: LockedDeclaration, amount: string): Promise<string> {
  if (!submittedOn || submittedOn <= dueOn) return '0';
  const rules = await rulesInForceIfAny(tx, programme, submittedOn);
  const codes = (rules?.all ?? []).filter(({ kind }) => kind === 'DECLARATION_PENALTY').map(({ code }) => code);
  if (!rules || codes.length === 0) return '0';
  const compiled = compileRules(rules.compiled.vocabulary, { ...rules.compiled.set, rules: withThoseUsed(rules.all, ({ kind }) => kind === 'DECLARATION_PENALTY') }, submittedOn);
  const { rows: [due] } = await ask<{ penalty: string }>(tx, sql`
    select coalesce(sum(round(v.value::numeric, ${digits}::int)) filter (where v.value::numeric > 0), 0)::text as penalty
    from (${evaluated(compiled, sql`
      select ${id}::uuid as id, null::uuid as place_id, jsonb_build_object('declaration', jsonb_build_object('amount', ${amount}::numeric, 'daysLate', ${submittedOn}::date - ${dueOn}::date, 'month', ${month}::date,
        'lines', (select count(*) from pensions.declaration_line l where l.declaration_id = ${id}::uuid and l.state = 'ACCEPTED'), 'correction', ${corrects !== null}::boolean)) as facts`)}) e
    cross join lateral jsonb_each_text(e.values) v where v.key = any(${codes}::text[])`);
  return due?.penalty ?? '0';
}
