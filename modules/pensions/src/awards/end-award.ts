import {
  Arg, beyondScope, Ctx, deathRecorded, EnrolmentMove, Field, IdempotentInput, InputType, lifeEventVoided, LocalDate, Matches, moveEnrolments, Mutation, ObjectType, Payload, publish, Ref, refuse, Requires, Resolver, write,
  type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { awardEndedEvent } from '../events.js';
import { PensionAward } from './award.js';
import { holdRunning } from './hold-award.js';
import { awardDays, dayAhead } from './refusals.js';

@InputType({ description: 'A pension that ends.' })
export class PensionAwardEndInput extends IdempotentInput {
  @Ref(() => PensionAward, { description: 'Which pension.' })
  awardId!: string;

  @Field(() => LocalDate, { description: 'Last day for which it is due, today or before.' })
  lastDay!: string;

  @Field(() => String, { description: 'Why, as a code, such as RECOVERED, WORKS_AGAIN or RENOUNCED.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'because must be 1 to 60 capital letters, digits and underscores' })
  because!: string;
}

@ObjectType({ description: 'Answer of mutations about pensions that were granted.' })
export class PensionAwardChangePayload extends Payload {
  @Field(() => PensionAward, { nullable: true, description: 'The pension as it stands now.' })
  award?: { readonly id: string };
}

const DIED = 'DIED';
const ALIVE = 'ALIVE';

/** A pension ends with the day on which somebody died, also where who records that sees no pensions; what was paid for later periods is found when they are determined again. */
export const endWithDeath = deathRecorded.inTransaction('pensions.end-with-death', async (ctx: Context, { person }) => {
  const tx = ctx as TxContext;
  const { rows } = await beyondScope(tx, () => tx.tx.query<{ id: string }>(
    `update pensions.award a set last_day = p.death_date, ended_because = $2, ended_by = $3 from people.person p
     where p.id = $1 and a.person_id = p.id and p.death_date is not null and (a.last_day is null or a.last_day > p.death_date) returning a.id`, [person, DIED, tx.actor.id]));
  for (const { id } of rows) await publish(tx, awardEndedEvent, { id });
});

/** Nobody survives who is alive: what survivors had of the pension was never due. */
async function endSurvivors(tx: TxContext, persons: readonly string[]): Promise<void> {
  const { rows } = await tx.tx.query<{ id: string; enrolment: string | null }>(
    `with voided as (
       update pensions.survivor_case c set state = 'VOIDED' from people.person p where p.id = any($1) and p.id = c.person_id and p.death_date is null and c.state in ('PROPOSED', 'GRANTED') returning c.id),
     ended as (update pensions.award a set last_day = a.from_day - 1, ended_because = $2, ended_by = $3 from voided v where a.survivor_case_id = v.id returning a.id, a.enrolment_id)
     select d.id, e.id as enrolment from ended d left join programmes.enrolment e on e.id = d.enrolment_id and e.state in ('ENROLLED', 'SUSPENDED')`, [persons, ALIVE, tx.actor.id]);
  const enrolments = rows.flatMap(({ enrolment }) => enrolment ?? []);
  if (enrolments.length > 0) await moveEnrolments(tx, { ids: enrolments, move: EnrolmentMove.EXIT, on: tx.today, reason: 'PENSION_ENDED' });
  for (const { id } of rows) await publish(tx, awardEndedEvent, { id });
}

/** A death that proves wrong ends nothing. */
export const goOnAlive = lifeEventVoided.inTransaction('pensions.go-on-alive', async (ctx: Context, { persons }) => {
  const tx = ctx as TxContext;
  await beyondScope(tx, async () => {
    await tx.tx.query(
      `update pensions.award a set last_day = null, ended_because = null, ended_by = null from people.person p
       where p.id = any($1) and a.person_id = p.id and p.death_date is null and a.ended_because = $2`, [persons, DIED]);
    await endSurvivors(tx, persons);
  });
});

@Resolver()
export class EndAward {
  @Mutation(() => PensionAwardChangePayload, { description: 'Ends a pension. What was paid for later periods is found when they are determined again.' })
  @Requires('pensions.awards.manage')
  pensionAwardEnd(@Arg('input', () => PensionAwardEndInput, { description: 'Which, and when.' }) input: PensionAwardEndInput, @Ctx() ctx: Context): Promise<PensionAwardChangePayload> {
    return write<PensionAwardChangePayload, PensionAwardEndInput>(ctx, { operation: 'pensionAwardEnd', input }, async (tx, { awardId, lastDay, because }) => {
      const award = await holdRunning(tx, awardId);
      if (lastDay < award.from_day) refuse(awardDays('lastDay', { day: lastDay, from: award.from_day }));
      if (lastDay > tx.today) refuse(dayAhead('lastDay', { day: lastDay }));
      await tx.tx.query('update pensions.award set last_day = $2, ended_because = $3, ended_by = $4 where id = $1', [awardId, lastDay, because, tx.actor.id]);
      await moveEnrolments(tx, { ids: [award.enrolment_id], move: EnrolmentMove.EXIT, on: tx.today, reason: 'PENSION_ENDED' });
      await publish(tx, awardEndedEvent, { id: awardId });
      return { award: { id: awardId } };
    });
  }
}
