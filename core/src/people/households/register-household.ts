import { ArrayMaxSize, ArrayNotEmpty, Matches, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { AttributesField } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { householdRegistered } from './events.js';
import { findPlaces } from '../places/find-place.js';
import { Household, HouseholdKind } from './household.js';
import { MemberRole } from './membership.js';
import { PersonInput } from '../persons/person-input.js';
import { dayOf } from './day-of.js';
import { beforeBirth, householdCodeTaken, oneHead } from './refusals.js';
import { beginResidences } from './residences.js';
import { insertPersons } from '../persons/register-persons.js';
import { checkMayRegister } from '../may-register.js';

@InputType({ description: 'A person who belongs to the household.' })
export class MemberInput extends PersonInput {
  @Field(() => MemberRole, { description: 'What the person is to the head.' })
  role!: MemberRole;
}

/** A household with its members, as it is registered. */
export interface HouseholdInput {
  readonly code: string;
  readonly placeCode: string;
  readonly since?: string | null;
  readonly kind?: HouseholdKind | null;
  readonly members: readonly MemberInput[];
  readonly attributes?: Record<string, unknown> | null;
}

@InputType({ description: 'A household with its members.' })
export class HouseholdRegisterInput extends IdempotentInput implements HouseholdInput {
  @Field(() => String, { description: 'Its number in the registry: 1 to 40 letters, digits, dots, slashes and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/, { message: 'code must be 1 to 40 letters, digits, dots, slashes and dashes' })
  code!: string;

  @Field(() => String, { description: 'Code of the place where it lives.' })
  placeCode!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when its members belong to it, those born later since their birth; today where left out.' })
  since?: string | null;

  @Field(() => HouseholdKind, { nullable: true, description: 'Whether its members keep house together, as where left out, or live in an institution.' })
  kind?: HouseholdKind | null;

  @Field(() => [MemberInput], { description: 'Its members, one of them the head; at most 60.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  members!: MemberInput[];

  @AttributesField(() => Household)
  attributes?: Record<string, unknown> | null;
}

@ObjectType({ description: 'Answer of `householdRegister`.' })
export class HouseholdRegisterPayload extends Payload {
  @Field(() => Household, { nullable: true, description: 'The household that was registered.' })
  household?: { readonly id: string };
}

/** A household to write, and where it stands in the input, for refusals. */
export interface HouseholdToRegister {
  readonly household: HouseholdInput;
  readonly path: string;
}

/**
 * Writes households with their members, with a few statements however many there are.
 *
 * @returns their UUIDs, in the order given
 */
export async function registerHouseholds(ctx: TxContext, given: readonly HouseholdToRegister[]): Promise<readonly string[]> {
  checkMayRegister(ctx, (given[0]?.path ?? '').replace(/\.$/, ''));
  const headless = given.flatMap(({ household, path }) => {
    const heads = household.members.filter((member) => member.role === MemberRole.HEAD).length;
    return heads === 1 ? [] : [oneHead(`${path}members`, { heads })];
  });
  const since = given.map(({ household, path }) => dayOf(ctx, household.since, `${path}since`));
  if (headless.length > 0) refuse(...headless);
  const places = await findPlaces(ctx, given.map(({ household, path }) => ({ code: household.placeCode, path: `${path}placeCode` })));
  const rows = given.map(({ household, path }, index) => ({ household, path, id: uuidv7(), placeId: places.get(household.placeCode) ?? '', since: since[index] ?? ctx.today, members: household.members.map(() => uuidv7()) }));
  await ctx.tx.query(
    `insert into people.household (id, code, kind, place_id, head_id, opened_on, attributes)
     select id, code, kind, place_id, head_id, opened_on, attributes
     from jsonb_to_recordset($1) as t(id uuid, code text, kind text, place_id uuid, head_id uuid, opened_on date, attributes jsonb)`,
    [JSON.stringify(rows.map(({ household, id, placeId, since: opened, members }) => ({
      id, code: household.code, kind: household.kind ?? HouseholdKind.PRIVATE, place_id: placeId, opened_on: opened, attributes: household.attributes ?? {},
      head_id: members[household.members.findIndex((member) => member.role === MemberRole.HEAD)],
    })))],
  );
  await insertPersons(ctx, rows.flatMap(({ household, path, id, placeId, members }) =>
    household.members.map((person, index) => ({ id: members[index] ?? '', person, placeId, householdId: id, path: `${path}members.${index}` }))));
  const { rows: memberships } = await ctx.tx.query<{ person_id: string; role: MemberRole; valid_from: string }>(
    `insert into people.membership (id, person_id, household_id, role, valid_from)
     select t.id, t.person_id, t.household_id, t.role, greatest(t.valid_from, p.birth_date)
     from jsonb_to_recordset($1) as t(id uuid, person_id uuid, household_id uuid, role text, valid_from date) join people.person p on p.id = t.person_id
     returning person_id, role, valid_from::text`,
    [JSON.stringify(rows.flatMap(({ household, id, since: opened, members }) =>
      household.members.map((member, index) => ({ id: uuidv7(), person_id: members[index], household_id: id, role: member.role, valid_from: opened }))))],
  );
  refuseUnbornHeads(rows, memberships);
  await beginResidences(ctx, rows.map(({ id }) => id));
  return rows.map(({ id }) => id);
}

/** Members belong to a household since their birth at most; it can't be there before its head. */
function refuseUnbornHeads(
  households: readonly { readonly path: string; readonly since: string; readonly members: readonly string[] }[],
  memberships: readonly { readonly person_id: string; readonly role: MemberRole; readonly valid_from: string }[],
): void {
  const begun = new Map(memberships.filter(({ role }) => role === MemberRole.HEAD).map((head) => [head.person_id, head.valid_from]));
  const refusals = households.flatMap(({ path, since, members }) => members.flatMap((person, index) => {
    const from = begun.get(person);
    return from && from > since ? [beforeBirth(`${path}members.${index}.birthDate`, { birth: from })] : [];
  }));
  if (refusals.length > 0) refuse(...refusals);
}

@Resolver()
export class RegisterHousehold {
  @Mutation(() => HouseholdRegisterPayload, { description: 'Registers a household and the persons who belong to it.' })
  @Requires('people.households.register')
  householdRegister(@Arg('input', () => HouseholdRegisterInput, { description: 'Who.' }) input: HouseholdRegisterInput, @Ctx() ctx: Context): Promise<HouseholdRegisterPayload> {
    const constraints = { household_code_key: householdCodeTaken('code') };
    return write<HouseholdRegisterPayload, HouseholdRegisterInput>(ctx, { operation: 'householdRegister', input, constraints }, async (tx, household) => {
      const [id] = await registerHouseholds(tx, [{ household, path: '' }]);
      if (!id) throw new Error('a household was written without an id');
      await publish(tx, householdRegistered, { id });
      return { household: { id } };
    });
  }
}
