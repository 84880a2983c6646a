import {
  applyFor, Arg, ask, Ctx, EnrolmentMove, Field, IdempotentInput, InputType, IsOptional, LocalDate, MaxLength, moveEnrolment, Mutation, Person, Programme, publish, Ref, refuse, Requires,
  Resolver, sql, uuidv7, write, type Context, type Refusal, type TxContext,
} from '@kinga/plugin-sdk';
import { AwardKind } from '../awards/award-kind.js';
import { claimLodged } from '../events.js';
import { somePerson } from '../employment/some-person.js';
import { schemeOf } from '../scheme-of.js';
import { assessClaim } from './assess-claim.js';
import { PensionClaimPayload } from './claim-payload.js';
import { claimAhead, claimOpen, pensionerOfScheme } from './refusals.js';

@InputType({ description: 'A claim for a pension.' })
export class PensionClaimLodgeInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Of which scheme.' })
  programmeId!: string;

  @Ref(() => Person, { description: 'Who claims.' })
  personId!: string;

  @Field(() => AwardKind, { description: 'Which pension.' })
  kind!: AwardKind;

  @Field(() => LocalDate, { description: 'From which day on: at most six months ahead. What is due for the time before today is paid as arrears; one that lies ahead is granted from its day on.' })
  from!: string;

  @Field(() => String, { nullable: true, description: 'What was said with it.' })
  @IsOptional()
  @MaxLength(2000)
  note?: string | null;
}

interface Earlier {
  readonly id: string;
  readonly state: string;
  readonly paid_from: string | null;
}

/**
 * The enrolment that a claim is about: a new one, or the one that somebody had who was refused or left.
 *
 * @param taken what is refused where they have a pension by it from a day on
 */
export async function enrolmentFor(ctx: TxContext, { programmeId, personId, from, note }: { readonly programmeId: string; readonly personId: string; readonly from: string; readonly note?: string | null | undefined }, taken = (from: string): Refusal => pensionerOfScheme('personId', { from })): Promise<string> {
  const { rows: [earlier] } = await ask<Earlier>(ctx, sql`
    select e.id, e.state, (select max(a.from_day)::text from pensions.award a where a.enrolment_id = e.id and a.last_day is null) as paid_from
    from programmes.enrolment e where e.programme_id = ${programmeId}::uuid and e.person_id = ${personId}::uuid order by e.id desc limit 1`);
  if (earlier?.paid_from) refuse(taken(earlier.paid_from));
  if (!earlier || !['REJECTED', 'EXITED'].includes(earlier.state)) return applyFor(ctx, { programmeId, personId, on: from, note: note ?? null });
  await moveEnrolment(ctx, { id: earlier.id, move: EnrolmentMove.REENTER, on: from, reason: 'APPLIED_AGAIN', note: note ?? null });
  return earlier.id;
}

const MONTHS_AHEAD = 6;

async function checkAhead(ctx: TxContext, from: string): Promise<void> {
  const { rows: [found] } = await ctx.tx.query<{ last: string; beyond: boolean }>('select a.last::text, $1::date > a.last as beyond from (select ($2::date + make_interval(months => $3))::date as last) a', [from, ctx.today, MONTHS_AHEAD]);
  if (found?.beyond) refuse(claimAhead('from', { last: found.last }));
}

@Resolver()
export class LodgeClaim {
  @Mutation(() => PensionClaimPayload, { description: 'Records that somebody claims a pension, and asks the rules in force on its first day, with the facts of that day, whether they are entitled and to how much. Of one that lies ahead they are asked as far as is known, and again once the day has come: `pensionClaimAssess`.' })
  @Requires('pensions.claims.lodge')
  pensionClaimLodge(@Arg('input', () => PensionClaimLodgeInput, { description: 'The claim.' }) input: PensionClaimLodgeInput, @Ctx() ctx: Context): Promise<PensionClaimPayload> {
    return write<PensionClaimPayload, PensionClaimLodgeInput>(ctx, { operation: 'pensionClaimLodge', input, constraints: { claim_open: claimOpen('personId'), enrolment_person: claimOpen('personId') } }, async (tx, given) => {
      const { programmeId, personId, kind, from, note } = given;
      await schemeOf(tx, programmeId);
      await somePerson(tx, personId);
      await checkAhead(tx, from);
      const { rowCount } = await tx.tx.query("select from pensions.claim where programme_id = $1 and person_id = $2 and state in ('LODGED', 'ENTITLED', 'NOT_ENTITLED', 'UNCLEAR')", [programmeId, personId]);
      if (rowCount) refuse(claimOpen('personId'));
      const enrolmentId = await enrolmentFor(tx, { ...given, from: from < tx.today ? from : tx.today });
      const id = uuidv7();
      await tx.tx.query('insert into pensions.claim (id, programme_id, person_id, enrolment_id, kind, claimed_from, lodged_on, lodged_by, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
        id, programmeId, personId, enrolmentId, kind, from, tx.today, tx.actor.id, note ?? null]);
      await publish(tx, claimLodged, { id });
      await assessClaim(tx, { id, programme_id: programmeId, person_id: personId, enrolment_id: enrolmentId, claimed_from: from });
      return { claim: { id } };
    });
  }
}
