import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { encodeId } from '../../../kernel/schema/ids.js';
import { inTransaction } from '../../../kernel/write/transaction.js';
import { overpaymentsFound } from '../../../programmes/events.js';
import { newKey, type UserError } from '../../testing/story.js';
import { as, owing, run, type World } from '../../testing/world.js';

/** An enrolment, with its payee. */
export interface Owed {
  readonly enrolment: string;
  readonly payee: string;
}

/** A programme with enrolments to each of which something is owed since January; ids are UUIDs. */
export async function enrolled(world: World, amounts: readonly string[], currency = 'GHS'): Promise<{ readonly programme: string; readonly owed: readonly Owed[] }> {
  const programme = await owing(world, amounts, { currency });
  const { rows } = await world.pool.query<Owed>('select e.enrolment_id as enrolment, e.payee_id as payee from programmes.entitlement e where e.programme_id = $1 order by e.id', [programme]);
  await world.pool.query("insert into programmes.benefit_period (id, programme_id, number, period_from, period_to, due_on) values (kernel.uuid7(), $1, 1, '2026-01-01', '2026-02-28', '2026-02-28')", [programme]);
  return { programme, owed: rows };
}

/** A further entitlement of an enrolment for a period: more than one of a period are arrears. */
export async function oweMore(world: World, programme: string, { enrolment, payee }: Owed, amount: string, from = '2026-01-01'): Promise<void> {
  await world.pool.query(
    `insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, kind, period_from, period_to, due_on, amount, currency, reason, facts, basis)
     select kernel.uuid7(), $1, $2, $3, 'ARREARS', $5::date, $5::date + 27, '2026-02-28', $4, currency, 'TEST', '{}', '{}' from programmes.programme where id = $1`, [programme, enrolment, payee, amount, from]);
}

/** An overpayment, found as a determination finds it. @returns its UUID */
export async function overpay(world: World, programme: string, { enrolment, payee }: Owed, amount: string): Promise<string> {
  return inTransaction(as(world, 'payment-officer'), async (tx) => {
    const { rows: [found] } = await tx.tx.query<{ id: string; run: string }>(
      `with at as (select p.id, p.period_from, p.period_to, g.currency from programmes.benefit_period p join programmes.programme g on g.id = p.programme_id where g.id = $1),
       run as (insert into programmes.determination_run (id, programme_id, period_id, kind, from_day, state, asked_by) select kernel.uuid7(), $1, at.id, 'FIRST', at.period_from, 'DONE', 'x' from at returning id),
       found as (insert into programmes.determination (id, run_id, programme_id, enrolment_id, period_id, payee_id, owed_before, amount, currency, facts, basis, state)
         select kernel.uuid7(), run.id, $1, $2, at.id, $3, $4, 0, at.currency, '{}', '{}', 'APPLIED' from at, run returning id, run_id)
       insert into programmes.overpayment (id, determination_id, programme_id, enrolment_id, payee_id, period_from, period_to, found_on, amount, currency)
       select kernel.uuid7(), found.id, $1, $2, $3, at.period_from, at.period_to, '2026-03-01', $4, at.currency from at, found returning id, (select run_id from found) as run`,
      [programme, enrolment, payee, amount]);
    await publish(tx, overpaymentsFound, { run: found?.run ?? '', overpayments: [found?.id ?? ''] });
    return found?.id ?? '';
  });
}

const id = (overpayment: string): string => encodeId('overpayment', overpayment);

async function mutate(ctx: Context, field: string, input: object, fields: string): Promise<{ readonly userErrors: readonly UserError[]; readonly plan?: { readonly id: string } | null }> {
  const answered = await run<Record<string, { readonly userErrors: readonly UserError[]; readonly plan?: { readonly id: string } | null }>>(
    ctx, `mutation ($input: ${field[0]?.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { ${fields} userErrors { code path hint } } }`, { input: { ...input, idempotencyKey: newKey() } });
  return answered[field] ?? { userErrors: [] };
}

export const planFor = (world: World, overpayment: string, plan: object) => mutate(as(world, 'payment-officer'), 'recoveryPlanCreate', { overpaymentId: id(overpayment), firstDueOn: '2026-01-01', ...plan }, 'plan { id }');
export const stopPlan = (world: World, plan: string) => mutate(as(world, 'payment-officer'), 'recoveryPlanStop', { id: plan }, 'plan { id }');
export const repay = (world: World, overpayment: string, amount: string) => mutate(as(world, 'payment-officer'), 'overpaymentRepay', { overpaymentId: id(overpayment), amount, on: '2026-03-01' }, '');
export const takeBack = (world: World, recovery: string) => mutate(as(world, 'payment-approver'), 'recoveryTakeBack', { recoveryId: encodeId('recovery', recovery), reason: 'The cheque bounced' }, '');
export const writeOff = (world: World, overpayment: string, amount: string) => mutate(as(world, 'payment-approver'), 'overpaymentWriteOff', { overpaymentId: id(overpayment), amount, reason: 'There is nothing to be had' }, '');
