import {
  Arg, ask, byPerson, Ctx, EnrolmentMove, Field, inProgrammesOf, InputType, inScope, MoneyInput, moveEnrolment, Mutation, publish, Ref, refuse, refuseErased, Requires, Resolver, sql, uuidv7, write, type Context,
  type TxContext,
} from '@kinga/plugin-sdk';
import { holdAward } from '../awards/hold-award.js';
import { enrolmentFor } from '../claims/lodge-claim.js';
import { writeSteps } from '../awards/write-steps.js';
import { awardGranted } from '../events.js';
import { SurvivorCasePayload } from './propose-survivors.js';
import { caseDecided, caseNotFound, ownCase, survivorEnrolled } from './refusals.js';
import { SurvivorCase } from './survivor-case.js';

@InputType({ description: 'Shares of survivors that are decided on.' })
export class SurvivorsDecideInput extends MoneyInput {
  @Ref(() => SurvivorCase, { description: 'Which case.', erased: true })
  caseId!: string;

  @Field(() => Boolean, { description: 'Whether it is approved: then each survivor has a pension.' })
  approve!: boolean;
}

interface Held {
  readonly id: string;
  readonly programme_id: string;
  readonly from_day: string;
  readonly whole: string;
  readonly currency: string;
  readonly state: string;
  readonly proposed_by: string;
}

interface Part {
  readonly person_id: string;
  readonly shares: readonly { readonly from: string; readonly share: string; readonly above: string }[];
  /** Last day of a share, where it ends. */
  readonly last_day: string | null;
}

async function hold(ctx: TxContext, id: string): Promise<Held> {
  const { rows: [held] } = await ask<Held>(ctx, sql`
    select c.id, c.programme_id, c.from_day::text, c.whole::text, c.currency, c.state, c.proposed_by from pensions.survivor_case c
    where c.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`c.programme_id`)} and ${inScope(ctx, byPerson('person'), { person: sql`c.person_id` })} for no key update of c`);
  if (!held) return refuse(caseNotFound('caseId'));
  if (held.state !== 'PROPOSED') refuse(caseDecided('caseId', { state: held.state }));
  return held.proposed_by === ctx.actor.id ? refuse(ownCase('caseId')) : held;
}

/** The survivors who have a share on some day. */
async function partsOf(ctx: TxContext, id: string): Promise<readonly Part[]> {
  const { rows } = await ctx.tx.query<Part>(
    `select s.person_id, jsonb_agg(jsonb_build_object('from', s.from_day, 'share', s.share::text, 'above', s.above::text) order by s.from_day) as shares,
       case when (array_agg(s.share order by s.from_day desc))[1] = 0 then (max(s.from_day) - 1)::text end as last_day
     from pensions.survivor_share s where s.case_id = $1 group by s.person_id having max(s.share) > 0 order by s.person_id`, [id]);
  return rows;
}

/** A pension of a survivor: a share of the whole that changes from day to day. */
async function grant(ctx: TxContext, held: Held, { person_id, shares, last_day }: Part): Promise<void> {
  const on = held.from_day < ctx.today ? held.from_day : ctx.today;
  const enrolment = await enrolmentFor(ctx, { programmeId: held.programme_id, personId: person_id, from: on }, () => survivorEnrolled('caseId'));
  for (const move of [EnrolmentMove.ASSESS, EnrolmentMove.ENROL]) await moveEnrolment(ctx, { id: enrolment, move, on, reason: 'DECIDED' });
  const id = uuidv7();
  await ctx.tx.query(
    `insert into pensions.award (id, programme_id, person_id, enrolment_id, kind, from_day, last_day, ended_because, ended_by, currency, awarded_by, awarded_on, survivor_case_id, proof_due_on)
     select $1, $2, $3, $4, 'SURVIVOR', $5, $6, case when $6::date is not null then 'SHARE_ENDS' end, case when $6::date is not null then $7 end, $8, $7, $9::date, $10,
       (select ($9::date + make_interval(months => p.proof_months))::date from pensions.payment_policy p where p.programme_id = $2 and $6::date is null)`,
    [id, held.programme_id, person_id, enrolment, held.from_day, last_day, ctx.actor.id, held.currency, ctx.today, held.id]);
  const award = await holdAward(ctx, id, 'caseId');
  await writeSteps(ctx, { award, kind: 'SHARE', since: held.from_day, ofShares: true, sets: shares.map((each, at) => ({ ...each, ...(at === 0 && { whole: held.whole }) })) });
  await publish(ctx, awardGranted, { id });
}

@Resolver()
export class DecideSurvivors {
  @Mutation(() => SurvivorCasePayload, { description: 'Approves or rejects shares of survivors that somebody else proposed. Approved, each survivor has a pension from the month after the death on.' })
  @Requires('pensions.claims.decide')
  survivorsDecide(@Arg('input', () => SurvivorsDecideInput, { description: 'Which, and whether.' }) input: SurvivorsDecideInput, @Ctx() ctx: Context): Promise<SurvivorCasePayload> {
    return write<SurvivorCasePayload, SurvivorsDecideInput>(ctx, { operation: 'survivorsDecide', input, constraints: { enrolment_person: survivorEnrolled('caseId') } }, async (tx, { caseId, approve }) => {
      const held = await hold(tx, caseId);
      const parts = approve ? await partsOf(tx, caseId) : [];
      await refuseErased(tx, parts.map(({ person_id: id }) => ({ id, path: 'caseId' })));
      for (const part of parts) await grant(tx, held, part);
      await tx.tx.query('update pensions.survivor_case set state = $2, decided_by = $3, decided_on = $4 where id = $1', [caseId, approve ? 'GRANTED' : 'REJECTED', tx.actor.id, tx.today]);
      return { case: { id: caseId } };
    });
  }
}
