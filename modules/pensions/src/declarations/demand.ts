import { ask, cancelDemand, raiseDemands, refuse, sql, type TxContext } from '@kinga/plugin-sdk';
import { latePenalty } from './late-penalty.js';
import type { LockedDeclaration } from './lock-declaration.js';
import { demandGivenUp } from './refusals.js';

const ACCOUNTS = { CONTRIBUTION_INCOME: 'Contributions and premiums', LATE_DECLARATION_INCOME: 'Penalties for late declarations', DEMANDED_ANEW: 'Interest and penalties that are demanded anew' } as const;

/** A line of a demand. */
interface Owed {
  readonly code: string;
  readonly description: string;
  readonly amount: string;
  readonly account: keyof typeof ACCOUNTS;
}

/** Whether a decimal text is more than nothing. */
const isPositive = (amount: string): boolean => /^[0-9.]*[1-9]/.test(amount);

/** The declarations that hold for the same month and by the same declarant. */
const chain = ({ programme, month, employer, person }: LockedDeclaration) => sql`
  c.programme_id = ${programme}::uuid and c.month = ${month}::date and c.employer_id is not distinct from ${employer}::uuid and c.person_id is not distinct from ${person}::uuid and c.state not in ('DRAFT', 'SUBMITTED', 'WITHDRAWN', 'REVERSED', 'REVERSING')`;

/** What worker and employer owe by the lines of a declaration, by branch and tier: of a correction what it is more than before, or less. */
async function differences(tx: TxContext, { id, programme }: LockedDeclaration): Promise<readonly Owed[]> {
  const { rows } = await ask<Owed>(tx, sql`
    select p.branch || case when p.tier > 1 then '_' || p.tier else '' end as code, 'Contributions: ' || lower(replace(p.branch, '_', ' ')) || case when p.tier > 1 then ', tier ' || p.tier else '' end as description,
      sum(part.value::numeric)::text as amount, 'CONTRIBUTION_INCOME' as account
    from pensions.declaration_line l left join pensions.declaration_line before on before.id = l.previous_id cross join lateral jsonb_each_text(pensions.parts_less(l.parts, before.parts)) part
    join pensions.contribution_part p on p.programme_id = ${programme}::uuid and p.code = part.key and p.paid_by <> 'STATE'
    where l.declaration_id = ${id}::uuid and l.state = 'ACCEPTED' group by 1, 2 having sum(part.value::numeric) <> 0`);
  return rows;
}

/** Exact sums of decimal texts, with what they are compared to zero. */
async function sumOf(tx: TxContext, amounts: readonly string[]): Promise<{ readonly sum: string; readonly sign: number }> {
  const { rows: [total] } = await ask<{ sum: string; sign: number }>(tx, sql`select coalesce(sum(a), 0)::text as sum, sign(coalesce(sum(a), 0))::int as sign from unnest(${amounts}::numeric[]) a`);
  return total ?? { sum: '0', sign: 0 };
}

/**
 * Demands what follows from a declaration. What a correction finds to be owed beside is demanded beside. Where it finds that less is owed, what
 * was demanded for the month is taken back and the rest is demanded anew: what was paid for it settles that, and is otherwise held for coming months.
 */
export async function demandFor(tx: TxContext, declaration: LockedDeclaration): Promise<void> {
  const owed = await differences(tx, declaration);
  const { sum, sign } = await sumOf(tx, owed.map(({ amount }) => amount));
  const penalty = await latePenalty(tx, declaration, sum);
  await tx.tx.query('update pensions.declaration set amount = round($2::numeric, $4), penalty = round($3::numeric, $4) where id = $1', [declaration.id, sum, penalty, declaration.digits]);
  const late: readonly Owed[] = isPositive(penalty) ? [{ code: 'LATE_DECLARATION', description: 'Declared late', amount: penalty, account: 'LATE_DECLARATION_INCOME' }] : [];
  if (sign < 0) return demandAnew(tx, declaration, `declaration:${declaration.id}`);
  const more = owed.every(({ amount }) => !amount.startsWith('-')) ? owed : sign > 0 ? [{ code: 'CONTRIBUTION', description: 'Contributions: what a correction adds', amount: sum, account: 'CONTRIBUTION_INCOME' as const }] : [];
  await raise(tx, declaration, `declaration:${declaration.id}`, [...more, ...late], sql`c.id = ${declaration.id}::uuid`);
}

/** Takes back what was demanded for a month and demands what its declarations that stand come to, with the interest and penalties until then. */
export async function demandAnew(tx: TxContext, declaration: LockedDeclaration, reference: string): Promise<void> {
  const { rows: demands } = await ask<{ id: string; charged: string; given_up: boolean }>(tx, sql`
    select distinct d.id, d.charged::text, d.written_off > 0 as given_up from pensions.declaration c join transactions.demand d on d.id = c.demand_id
    where (${chain(declaration)} or c.id = ${declaration.id}::uuid) and d.state <> 'CANCELLED' order by d.id`);
  if (demands.some(({ given_up }) => given_up)) refuse(demandGivenUp('declarationId'));
  const { rows: [left] } = await ask<{ amount: string; penalty: string }>(tx, sql`
    select coalesce(sum(c.amount), 0)::text as amount, coalesce(sum(c.penalty), 0)::text as penalty from pensions.declaration c where ${chain(declaration)}`);
  for (const { id } of demands) await cancelDemand(tx, id, 'What is owed for the month was reckoned anew');
  const charged = await sumOf(tx, demands.map((demand) => demand.charged));
  const lines: readonly Owed[] = [
    { code: 'CONTRIBUTION', description: 'Contributions of the month, reckoned anew', amount: left?.amount ?? '0', account: 'CONTRIBUTION_INCOME' },
    { code: 'LATE_DECLARATION', description: 'Declared late', amount: left?.penalty ?? '0', account: 'LATE_DECLARATION_INCOME' },
    { code: 'CHARGES', description: 'Interest and penalties charged until then', amount: charged.sum, account: 'DEMANDED_ANEW' },
  ];
  // Of a month that nothing is left of, no penalty is either.
  await raise(tx, declaration, reference, isPositive(left?.amount ?? '0') ? lines.filter(({ amount }) => isPositive(amount)) : [], chain(declaration));
}

async function raise(tx: TxContext, declaration: LockedDeclaration, reference: string, lines: readonly Owed[], settles: ReturnType<typeof chain>): Promise<void> {
  const { id, programme, employer, person, month, dueOn } = declaration;
  if (lines.length > 0) await raiseDemands(tx, { programmeId: programme, accounts: ACCOUNTS }, sql`
    select ${reference}::text as reference, ${person}::uuid as person_id, null::uuid as household_id, (select e.organisation_id from pensions.employer e where e.id = ${employer}::uuid) as organisation_id,
      'CONTRIBUTION' as purpose, ${month}::date as period_from, (${month}::date + interval '1 month')::date - 1 as period_to, greatest(${dueOn}::date, ${tx.today}::date) as due_on,
      owed.code, owed.description, owed.amount, owed.account, null::jsonb as instalments
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as owed(code text, description text, amount numeric, account text)`);
  await ask(tx, sql`
    update pensions.declaration c set demand_id = (select d.id from transactions.demand d where d.programme_id = ${programme}::uuid and d.reference = ${lines.length > 0 ? reference : ''})
    where (${settles}) or c.id = ${id}::uuid`);
}
