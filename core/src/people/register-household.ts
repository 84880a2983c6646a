import { ArrayMaxSize, ArrayNotEmpty, Matches, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { AttributesField } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { householdRegistered, personsRegistered } from './events.js';
import { findPlaces } from './find-place.js';
import { Household } from './household.js';
import { MemberRole } from './membership.js';
import { PersonInput } from './person-input.js';
import { householdCodeTaken, oneHead } from './refusals.js';
import { insertPersons } from './register-persons.js';

@InputType({ description: 'A person who belongs to the household.' })
export class MemberInput extends PersonInput {
  @Field(() => MemberRole, { description: 'What the person is to the head.' })
  role!: MemberRole;
}

@InputType({ description: 'A household with its members.' })
export class HouseholdRegisterInput extends IdempotentInput {
  @Field(() => String, { description: 'Its number in the registry: 1 to 40 letters, digits, dots, slashes and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/)
  code!: string;

  @Field(() => String, { description: 'Code of the place where it lives.' })
  placeCode!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when its members belong to it; today where left out.' })
  since?: string | null;

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

@Resolver()
export class RegisterHousehold {
  @Mutation(() => HouseholdRegisterPayload, { description: 'Registers a household and the persons who belong to it.' })
  @Requires('people.households.register')
  householdRegister(@Arg('input', () => HouseholdRegisterInput, { description: 'Who.' }) input: HouseholdRegisterInput, @Ctx() ctx: Context): Promise<HouseholdRegisterPayload> {
    const constraints = { household_code_key: householdCodeTaken('code') };
    return write<HouseholdRegisterPayload, HouseholdRegisterInput>(ctx, { operation: 'householdRegister', input, constraints }, async (tx, given) => {
      const heads = given.members.filter((member) => member.role === MemberRole.HEAD).length;
      if (heads !== 1) refuse(oneHead('members', { heads }));
      const places = await findPlaces(tx, [{ code: given.placeCode, path: 'placeCode' }]);
      const place = places.get(given.placeCode) ?? '';
      const id = uuidv7();
      const persons = given.members.map(() => uuidv7());
      const head = persons[given.members.findIndex((member) => member.role === MemberRole.HEAD)];
      await tx.tx.query('insert into people.household (id, code, place_id, head_id, attributes) values ($1, $2, $3, $4, $5)', [id, given.code, place, head, given.attributes ?? {}]);
      await insertPersons(tx, given.members, persons, { placeId: place, householdId: id }, 'members');
      await tx.tx.query(
        `insert into people.membership (id, person_id, household_id, role, valid_from)
         select t.id, t.person_id, $2, t.role, $3 from jsonb_to_recordset($1) as t(id uuid, person_id uuid, role text)`,
        [JSON.stringify(persons.map((person, index) => ({ id: uuidv7(), person_id: person, role: given.members[index]?.role }))), id, given.since ?? tx.today],
      );
      await publish(tx, personsRegistered, { ids: persons });
      await publish(tx, householdRegistered, { id });
      return { household: { id } };
    });
  }
}
