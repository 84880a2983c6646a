import { IsOptional, MaxLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../../people/households/day-of.js';
import { Household } from '../../people/households/household.js';
import { householdNotFound } from '../../people/households/refusals.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { inOrganisationsOf } from '../../people/organisations/scope.js';
import { Person } from '../../people/persons/person.js';
import { personNotFound } from '../../people/persons/refusals.js';
import { inPlacesOf, inProgrammesOf, seesHousehold, seesPerson } from '../../people/scope.js';
import { assessEnrolment, EnrolmentAssessPayload } from '../decisions/assess-enrolment.js';
import { rulesInForce, rulesInForceIfAny } from '../decisions/rules-of.js';
import { enrolmentMoved } from '../events.js';
import { Programme, type ProgrammeTarget } from '../programme.js';
import { programmeNotFound } from '../refusals.js';
import { settingsOf } from '../settings.js';
import { EnrolmentMove, EnrolmentState } from './enrolment-state.js';
import { refusalsOf } from './guards.js';
import { holdEnrolment } from './move-enrolment.js';
import { assessTakes, enrolmentExists, enrolmentReenters, organisationUnseen, subjectOfTarget } from './refusals.js';

@InputType({ description: 'An application to a programme.' })
export class EnrolmentApplyInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'To which programme.' })
  programmeId!: string;

  @Ref(() => Person, { nullable: true, description: 'The person, where the programme enrols persons.' })
  @IsOptional()
  personId?: string | null;

  @Ref(() => Household, { nullable: true, description: 'The household, where the programme enrols households.' })
  @IsOptional()
  householdId?: string | null;

  @Ref(() => Organisation, { nullable: true, description: 'The organisation, where the programme enrols organisations.' })
  @IsOptional()
  organisationId?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'On which day; today where left out.' })
  @IsOptional()
  on?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the rules in force judge it at once; as the deployment has it where left out. Asking for it takes `programmes.enrolments.manage`.' })
  @IsOptional()
  assess?: boolean | null;

  @Field(() => String, { nullable: true, description: 'What was said with it.' })
  @IsOptional()
  @MaxLength(2000)
  note?: string | null;
}

/** Of each target: which input names it, where it stands, and who sees it. */
const SUBJECTS = {
  PERSON: { input: 'personId', column: 'person_id', table: 'people.person', sees: (ctx: Context, row: Sql) => seesPerson(ctx, row), missing: personNotFound },
  HOUSEHOLD: { input: 'householdId', column: 'household_id', table: 'people.household', sees: (ctx: Context, row: Sql) => seesHousehold(ctx, row), missing: householdNotFound },
  ORGANISATION: {
    input: 'organisationId', column: 'organisation_id', table: 'people.organisation',
    sees: (ctx: Context, row: Sql) => sql`(${row}.place_id is null or ${inPlacesOf(ctx, sql`${row}.place_id`)}) and ${inOrganisationsOf(ctx, sql`${row}.id`)}`,
    missing: organisationUnseen,
  },
} as const satisfies Record<ProgrammeTarget, unknown>;

/** Records an application, unless guards refuse; the database writes the step. @returns the enrolment's UUID */
export async function applyFor(ctx: TxContext, given: Omit<EnrolmentApplyInput, 'idempotencyKey' | 'assess'>): Promise<string> {
  const day = dayOf(ctx, given.on);
  const { rows: [programme] } = await ask<{ target: ProgrammeTarget }>(ctx, sql`select p.target from programmes.programme p where p.id = ${given.programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  const { target } = programme ?? refuse(programmeNotFound('programmeId'));
  const { input, column, table, sees, missing } = SUBJECTS[target];
  const subject = given[input];
  if (!subject || [given.personId, given.householdId, given.organisationId].filter(Boolean).length > 1) return refuse(subjectOfTarget(input, { target }));
  // Held, so that it stays what guards look at.
  const { rows: [found] } = await ask<{ place_id: string | null; others: readonly EnrolmentState[] }>(ctx, sql`
    select t.place_id, array(select e.state from programmes.enrolment e where e.programme_id = ${given.programmeId}::uuid and e.${trusted(column)} = t.id) as others
    from ${trusted(table)} t where t.id = ${subject}::uuid and ${sees(ctx, trusted('t'))} for no key update of t`);
  const { place_id: place, others } = found ?? refuse(missing(input));
  if (others.some((state) => state !== EnrolmentState.EXITED && state !== EnrolmentState.REJECTED)) refuse(enrolmentExists(input));
  if (others.length > 0) refuse(enrolmentReenters(input));
  const id = uuidv7();
  const refusals = await refusalsOf(ctx, EnrolmentMove.APPLY, sql`
    select ${id}::uuid as key, null::uuid as enrolment_id, ${given.programmeId}::uuid as programme_id, ${target === 'PERSON' ? subject : null}::uuid as person_id, ${target === 'HOUSEHOLD' ? subject : null}::uuid as household_id,
      ${target === 'ORGANISATION' ? subject : null}::uuid as organisation_id, ${place}::uuid as place_id, 'APPLY' as move, null::text as from_state, 'APPLIED' as to_state, ${day}::date as on_day`, input);
  if (refusals.length > 0) refuse(...refusals);
  await ask(ctx, sql`
    insert into programmes.enrolment (id, programme_id, ${trusted(column)}, place_id, state, state_on, reason, note, applied_on)
    values (${id}::uuid, ${given.programmeId}::uuid, ${subject}::uuid, ${place}::uuid, 'APPLIED', ${day}::date, 'APPLICATION', ${given.note ?? null}::text, ${day}::date)`);
  await publish(ctx, enrolmentMoved, { id, from: null, to: EnrolmentState.APPLIED });
  return id;
}

/** Has the rules judge an application where that was asked for, or where the deployment has it so and there are rules. */
async function judged(ctx: TxContext, id: string, { programmeId, assess, on }: EnrolmentApplyInput): Promise<string | undefined> {
  if (assess === true && !ctx.actor.permissions.has('programmes.enrolments.manage')) refuse(assessTakes('assess'));
  if (!(assess ?? settingsOf(ctx.platform).assessApplications)) return undefined;
  const rules = assess ? await rulesInForce(ctx, programmeId, dayOf(ctx, on)) : await rulesInForceIfAny(ctx, programmeId, dayOf(ctx, on));
  return rules && (await assessEnrolment(ctx, await holdEnrolment(ctx, id), on, rules)).id;
}

@Resolver()
export class ApplyForEnrolment {
  @Mutation(() => EnrolmentAssessPayload, { description: 'Records that somebody applies to a programme, and has it judged at once where that is asked for: all of it, or nothing.' })
  @Requires('programmes.enrolments.apply')
  enrolmentApply(@Arg('input', () => EnrolmentApplyInput, { description: 'Who, and to which programme.' }) input: EnrolmentApplyInput, @Ctx() ctx: Context): Promise<EnrolmentAssessPayload> {
    const constraints = { enrolment_person: enrolmentExists('personId'), enrolment_household: enrolmentExists('householdId'), enrolment_of_organisation: enrolmentExists('organisationId') };
    return write<EnrolmentAssessPayload, EnrolmentApplyInput>(ctx, { operation: 'enrolmentApply', input, constraints }, async (tx, given) => {
      const id = await applyFor(tx, given);
      const decision = await judged(tx, id, given);
      return { enrolment: { id }, ...(decision && { decision: { id: decision } }) };
    });
  }
}
