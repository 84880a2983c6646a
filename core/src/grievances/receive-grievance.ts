import { ArrayMaxSize, ArrayUnique, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Privacy } from '../kernel/privacy/classification.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { Person } from '../people/persons/person.js';
import { Decision } from '../programmes/decisions/decision.js';
import { Enrolment } from '../programmes/enrolments/enrolment.js';
import { Entitlement } from '../programmes/entitlement.js';
import { Programme } from '../programmes/programme.js';
import { PaymentInstruction } from '../transactions/runs/payment-instruction.js';
import { calendarOfGrievance, clockOf, deadlinesOf, escalatesOn } from './clock.js';
import { contestedBy } from './contested.js';
import { grievanceReceived } from './events.js';
import { codeDigest, makeFollowUpCode, makeReference } from './follow-up-code.js';
import { Grievance } from './grievance.js';
import { checkReceived } from './check-received.js';
import { anything } from './masked-words.js';
import { Complainant, GrievanceAction, GrievanceConfidentiality, GrievanceMessageKind, GrievanceState } from './states.js';
import { GrievanceTextInput, writeMessage } from './write-message.js';

@InputType({ description: 'A grievance.' })
export class GrievanceReceiveInput extends IdempotentInput {
  @Field(() => Complainant, { description: 'Who complains.' })
  complainant!: Complainant;

  @Ref(() => Person, { nullable: true, description: 'The person who complains, or for whom somebody does, where they are registered.' })
  personId?: string | null;

  @Privacy(anything)
  @Field(() => String, { nullable: true, description: 'The name of the representative, or of somebody who is not registered.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  complainantName?: string | null;

  @Privacy(anything)
  @Field(() => String, { nullable: true, description: 'How they want to be reached.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(500)
  contact?: string | null;

  @Field(() => String, { description: 'Of what kind it is, one of `grievanceCategories`.' })
  category!: string;

  @Field(() => String, { description: 'By which way it came, one of `grievanceChannels`.' })
  channel!: string;

  @Field(() => GrievanceConfidentiality, { nullable: true, description: 'Who sees it; what its category says where left out, and at least that.' })
  confidentiality?: GrievanceConfidentiality | null;

  @Field(() => [String], { nullable: true, description: 'Users who are complained of, by `User.subject`, at most 20; then it is at least CONFIDENTIAL.' })
  @IsOptional()
  @ArrayUnique()
  @ArrayMaxSize(20)
  against?: string[] | null;

  @Ref(() => Decision, { nullable: true, description: 'The decision that it is about.' })
  decisionId?: string | null;

  @Ref(() => Enrolment, { nullable: true, description: 'The enrolment that it is about.' })
  enrolmentId?: string | null;

  @Ref(() => Entitlement, { nullable: true, description: 'The entitlement that it is about.' })
  entitlementId?: string | null;

  @Ref(() => PaymentInstruction, { nullable: true, description: 'The payment that it is about.', erased: false })
  instructionId?: string | null;

  @Ref(() => Programme, { nullable: true, description: 'The programme that it is about, where it is about nothing that says so.' })
  programmeId?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the place where it is looked into; where left out, that of what it is about, or of the person.' })
  @IsOptional()
  placeCode?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was received; today where left out. Time limits run from there.' })
  @IsOptional()
  receivedOn?: string | null;

  @Field(() => GrievanceTextInput, { description: 'What they say.' })
  @ValidateNested()
  statement!: GrievanceTextInput;
}

@ObjectType({ description: 'Answer of `grievanceReceive`.' })
export class GrievanceReceivePayload extends Payload {
  @Field(() => Grievance, { nullable: true, description: 'The grievance, where you may see it: whoever records a confidential one need not.' })
  grievance?: { readonly id: string };

  @Field(() => String, { nullable: true, description: 'What names it in letters and talks.' })
  reference?: string | null;

  @Field(() => String, { nullable: true, description: 'The code by which whoever complains follows it up without an account. It is told this once, and can be found nowhere.' })
  followUpCode?: string | null;
}

@Resolver()
export class ReceiveGrievance {
  @Mutation(() => GrievanceReceivePayload, { description: 'Records a grievance: from whom, of what, by which way, and what they say.' })
  @Requires('grievances.cases.record')
  async grievanceReceive(@Arg('input', () => GrievanceReceiveInput, { description: 'The grievance.' }) input: GrievanceReceiveInput, @Ctx() ctx: Context): Promise<GrievanceReceivePayload> {
    let code: string | undefined;
    const payload = await write<GrievanceReceivePayload, GrievanceReceiveInput>(ctx, { operation: 'grievanceReceive', input }, async (tx, given) => {
      const made = makeFollowUpCode();
      const received = await receive(tx, given, made);
      code = made;
      return received;
    });
    return payload.grievance ? { ...payload, followUpCode: code ?? null } : payload;
  }
}

async function receive(tx: TxContext, given: GrievanceReceiveInput, code: string): Promise<{ readonly grievance: { readonly id: string }; readonly reference: string }> {
  const about = await contestedBy(tx, given);
  const { against, confidentiality, day, place, person, programme } = await checkReceived(tx, given, about);
  const calendar = await calendarOfGrievance(tx, programme);
  const deadlines = await deadlinesOf(tx, calendar, day, clockOf(tx, given.category, 1));
  const [id, reference] = [uuidv7(), makeReference()];
  await tx.tx.query(
    `insert into grievances.grievance (id, reference, code_digest, complainant, person_id, household_id, complainant_name, contact, place_id, programme_id, decision_id, enrolment_id, entitlement_id,
       instruction_id, category, channel, confidentiality, against, deciders, calendar_id, received_on, acknowledge_by, resolve_by, escalate_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
    [id, reference, codeDigest(tx, code), given.complainant, person, about.household, given.complainantName ?? null, given.contact ?? null, place, programme,
      given.decisionId ?? null, given.enrolmentId ?? null, given.entitlementId ?? null, given.instructionId ?? null, given.category, given.channel, confidentiality, against, about.deciders, calendar, day,
      deadlines.acknowledgeBy, deadlines.resolveBy, escalatesOn(tx, 1, deadlines, false), tx.actor.id],
  );
  await tx.tx.query('insert into grievances.step (id, grievance_id, number, action, to_state, level, taken_on, actor) values ($1, $2, 1, $3, $4, 1, $5, $6)', [
    uuidv7(), id, GrievanceAction.RECEIVE, GrievanceState.RECEIVED, tx.today, tx.actor.id,
  ]);
  await writeMessage(tx, id, GrievanceMessageKind.STATEMENT, given.statement, 'statement');
  await publish(tx, grievanceReceived, { id });
  return { grievance: { id }, reference };
}
