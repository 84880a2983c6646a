import { ask, byPerson, inProgrammesOf, inScope, refuse, sql, type TxContext } from '@kinga/plugin-sdk';
import type { AwardKind } from './award-kind.js';
import { awardEnded, awardNotFound } from './refusals.js';

/** An award, held until the transaction ends. */
export interface HeldAward {
  readonly id: string;
  readonly programme_id: string;
  readonly person_id: string;
  readonly enrolment_id: string;
  readonly kind: AwardKind;
  readonly from_day: string;
  readonly last_day: string | null;
  readonly currency: string;
  readonly digits: number;
  readonly proof_due_on: string | null;
}

/** An award that the actor sees; nobody else changes it until the transaction ends. */
export async function holdAward(ctx: TxContext, id: string, path = 'awardId'): Promise<HeldAward> {
  const { rows: [held] } = await ask<HeldAward>(ctx, sql`
    select a.id, a.programme_id, a.person_id, a.enrolment_id, a.kind, a.from_day::text, a.last_day::text, a.currency, c.minor_digits as digits, a.proof_due_on::text
    from pensions.award a join transactions.currency c on c.code = a.currency
    where a.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`a.programme_id`)} and ${inScope(ctx, byPerson('person'), { person: sql`a.person_id` })} for no key update of a`);
  return held ?? refuse(awardNotFound(path));
}

/** The same, of one that did not end. */
export async function holdRunning(ctx: TxContext, id: string, path = 'awardId'): Promise<HeldAward> {
  const held = await holdAward(ctx, id, path);
  return held.last_day ? refuse(awardEnded(path, { day: held.last_day })) : held;
}
