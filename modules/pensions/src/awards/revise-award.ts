import {
  Arg, ask, byPerson, Ctx, Field, IdempotentInput, inProgrammesOf, InputType, inScope, LocalDate, MaxLength, MinLength, MoneyInput, Mutation, ObjectType, Payload, Ref, refuse, Requires, Resolver, sql, write,
  type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { PensionAward } from './award.js';
import { holdAward } from './hold-award.js';
import { proposeRevision, recalculate } from './propose-revision.js';
import { awardDays, awardEnded, dayAhead, nothingRevised, ownRevision, revisionDecided, revisionNotFound, revisionOpen, revisionUnclear, sharesFollow } from './refusals.js';
import { PensionRevision } from './revision.js';
import { writeSteps } from './write-steps.js';

@InputType({ description: 'A pension that is worked out again.' })
export class PensionAwardReviseInput extends IdempotentInput {
  @Ref(() => PensionAward, { description: 'Which pension.' })
  awardId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'From which day on it has effect; its first day where left out.' })
  from?: string | null;

  @Field(() => String, { description: 'What has changed.' })
  @MinLength(3)
  @MaxLength(2000)
  because!: string;
}

@InputType({ description: 'A revision that is decided on.' })
export class PensionRevisionDecideInput extends MoneyInput {
  @Ref(() => PensionRevision, { description: 'Which revision.' })
  revisionId!: string;

  @Field(() => Boolean, { description: 'Whether it is approved.' })
  approve!: boolean;
}

@ObjectType({ description: 'Answer of mutations about revisions.' })
export class PensionRevisionPayload extends Payload {
  @Field(() => PensionRevision, { nullable: true, description: 'The revision as it stands now.' })
  revision?: { readonly id: string };
}

interface HeldRevision {
  readonly id: string;
  readonly award_id: string;
  readonly from_day: string;
  readonly base_after: string;
  readonly decision_id: string;
  readonly because: string;
  readonly state: string;
  readonly proposed_by: string;
}

async function holdRevision(ctx: TxContext, id: string): Promise<HeldRevision> {
  const { rows: [held] } = await ask<HeldRevision>(ctx, sql`
    select r.id, r.award_id, r.from_day::text, r.base_after::text, r.decision_id, r.because, r.state, r.proposed_by from pensions.revision r
    where r.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`r.programme_id`)} and ${inScope(ctx, byPerson('person'), { person: sql`r.person_id` })} for no key update of r`);
  if (!held) return refuse(revisionNotFound('revisionId'));
  if (held.state !== 'PROPOSED') refuse(revisionDecided('revisionId', { state: held.state }));
  return held.proposed_by === ctx.actor.id ? refuse(ownRevision('revisionId')) : held;
}

@Resolver()
export class ReviseAward {
  @Mutation(() => PensionRevisionPayload, { description: 'Works a pension out again by the facts as they are now, as of its first day; also one that has ended, for the days until then. Another person decides on it; then what it is worth from a day on is other, with the indexations since, and periods that were paid wait to be determined again.' })
  @Requires('pensions.awards.manage')
  pensionAwardRevise(@Arg('input', () => PensionAwardReviseInput, { description: 'Which, and why.' }) input: PensionAwardReviseInput, @Ctx() ctx: Context): Promise<PensionRevisionPayload> {
    return write<PensionRevisionPayload, PensionAwardReviseInput>(ctx, { operation: 'pensionAwardRevise', input, constraints: { revision_open: revisionOpen('awardId') } }, async (tx, { awardId, from, because }) => {
      const award = await holdAward(tx, awardId);
      if ((await tx.tx.query('select from pensions.award where id = $1 and survivor_case_id is not null', [awardId])).rowCount) refuse(sharesFollow('awardId'));
      const day = from ?? award.from_day;
      if (day < award.from_day) refuse(awardDays('from', { day, from: award.from_day }));
      if (day > tx.today) refuse(dayAhead('from', { day }));
      if (award.last_day && day > award.last_day) refuse(awardEnded('from', { day: award.last_day }));
      const found = await recalculate(tx, award);
      if (found.after === null) refuse(revisionUnclear('awardId', { reasons: found.reasons.join(', ') || 'AMOUNT_UNKNOWN' }));
      if (!found.differs) refuse(nothingRevised('awardId', { amount: found.before }));
      return { revision: { id: await proposeRevision(tx, award, found, { from: day, because }) } };
    });
  }

  @Mutation(() => PensionRevisionPayload, { description: 'Approves or rejects a revision that somebody else proposed.' })
  @Requires('pensions.claims.decide')
  pensionRevisionDecide(@Arg('input', () => PensionRevisionDecideInput, { description: 'Which, and whether.' }) input: PensionRevisionDecideInput, @Ctx() ctx: Context): Promise<PensionRevisionPayload> {
    return write<PensionRevisionPayload, PensionRevisionDecideInput>(ctx, { operation: 'pensionRevisionDecide', input }, async (tx, { revisionId, approve }) => {
      const revision = await holdRevision(tx, revisionId);
      if (approve) {
        const award = await holdAward(tx, revision.award_id, 'revisionId');
        await writeSteps(tx, {
          award, kind: 'REVISION', since: revision.from_day, sets: [{ from: award.from_day, whole: revision.base_after }], decisionId: revision.decision_id, revisionId, because: revision.because,
        });
      }
      await tx.tx.query('update pensions.revision set state = $2, decided_by = $3, decided_on = $4 where id = $1', [revisionId, approve ? 'APPLIED' : 'REJECTED', tx.actor.id, tx.today]);
      return { revision: { id: revisionId } };
    });
  }
}
