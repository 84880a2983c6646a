import { ask, join, sql, trusted, type Context, type Sql, type TxContext } from '@kinga/plugin-sdk';
import { settingsOfClaims } from '../claims/settings.js';
import { CHECKS_OF_OURS } from './own-steps.js';
import { adjudicationSteps, type AdjudicationPhase, type AdjudicationStep } from './step.js';

/** The steps that a deployment's claims go through, in order. */
export function stepsOf({ platform }: Pick<Context, 'platform'>): readonly (readonly [string, AdjudicationStep])[] {
  const { ownChecks } = settingsOfClaims(platform);
  return [...platform.extensions(adjudicationSteps)].filter(([name]) => ownChecks || !CHECKS_OF_OURS.has(name));
}

/** Takes the steps of a phase over the lines of a batch: what each changes is changed, and noted with what it goes by. */
export async function takeSteps(ctx: TxContext, batch: string, phase: AdjudicationPhase): Promise<void> {
  for (const [position, [name, step]] of stepsOf(ctx).entries()) {
    if (step.phase === phase) await takeStep(ctx, batch, name, step, position);
  }
}

async function takeStep(ctx: TxContext, batch: string, name: string, step: AdjudicationStep, position: number): Promise<void> {
  const its = trusted(step.phase === 'CHECK' ? 'checking' : 'valuing');
  const lines = sql`(select * from health_insurance.adjudication_line l where l.batch = ${batch}::uuid and l.reason is null and l.${its})`;
  if (step.before) await ask(ctx, step.before(lines, ctx));
  const sets = step.sets ?? [];
  const changed = (column: string, otherwise: string): Sql => trusted(sets.includes(column as never) ? `c.${column}` : otherwise);
  const amount = sql`case when c.reason is null then ${changed('amount', 'w.amount')} else 0 end`;
  const set = join([sql`reason = c.reason`, sql`amount = ${amount}`, ...sets.filter((column) => column !== 'amount').map((column) => trusted(`${column} = c.${column}`))], ', ');
  await ask(ctx, sql`
    with change as materialized (${step.changes(lines, ctx)}),
    noted as (
      insert into health_insurance.claim_line_step (claim_id, line_id, adjudication, position, step, reason, quantity_before, quantity_after, amount_before, amount_after, currency, facts)
      select w.claim_id, w.line_id, w.adjudication, ${position}::int, ${name}::text, c.reason, w.quantity, ${changed('quantity', 'w.quantity')}, w.amount, ${amount}, w.currency, c.facts
      from change c join health_insurance.adjudication_line w on w.line_id = c.line_id)
    update health_insurance.adjudication_line w set ${set} from change c where w.line_id = c.line_id`);
}
