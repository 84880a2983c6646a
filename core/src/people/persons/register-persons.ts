import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { personsRegistered } from './events.js';
import { findPlaces } from '../places/find-place.js';
import { PersonsRegisterInput, type PersonInput } from './person-input.js';
import { Person } from './person.js';
import { bornInFuture } from './refusals.js';

@ObjectType({ description: 'Answer of `personsRegister`.' })
export class PersonsRegisterPayload extends Payload {
  @Field(() => [Person], { nullable: true, description: 'Those who were registered, in the order given.' })
  persons?: { readonly id: string }[];
}

/** A person to write: where the person lives, and where it stands in the input, for refusals. */
export interface PersonToRegister {
  readonly id: string;
  readonly person: PersonInput;
  readonly placeId: string;
  readonly householdId?: string;
  readonly path: string;
}

/** Writes persons with one statement, and says so. */
export async function insertPersons(ctx: TxContext, given: readonly PersonToRegister[]): Promise<void> {
  const refusals = given.flatMap(({ person: { birthDate }, path }): Refusal[] =>
    birthDate && birthDate > ctx.today ? [bornInFuture(`${path}.birthDate`, { date: birthDate, today: ctx.today })] : [],
  );
  if (refusals.length > 0) refuse(...refusals);
  await ctx.tx.query(
    `insert into people.person (id, given_name, family_name, sex, birth_date, place_id, household_id, attributes)
     select id, given_name, family_name, sex, birth_date, place_id, household_id, attributes
     from json_to_recordset($1) as t(id uuid, given_name text, family_name text, sex text, birth_date date, place_id uuid, household_id uuid, attributes jsonb)`,
    [JSON.stringify(given.map(({ id, person, placeId, householdId }) => ({
      id, given_name: person.givenName ?? null, family_name: person.familyName, sex: person.sex, birth_date: person.birthDate ?? null,
      place_id: placeId, household_id: householdId ?? null, attributes: person.attributes ?? {},
    })))],
  );
  await publish(ctx, personsRegistered, { ids: given.map(({ id }) => id) });
}

@Resolver()
export class RegisterPersons {
  @Mutation(() => PersonsRegisterPayload, { description: 'Registers persons who live in one place.' })
  @Requires('people.persons.register')
  personsRegister(@Arg('input', () => PersonsRegisterInput, { description: 'Who.' }) input: PersonsRegisterInput, @Ctx() ctx: Context): Promise<PersonsRegisterPayload> {
    return write<PersonsRegisterPayload, PersonsRegisterInput>(ctx, { operation: 'personsRegister', input }, async (tx, { placeCode, persons }) => {
      const places = await findPlaces(tx, [{ code: placeCode, path: 'placeCode' }]);
      const ids = persons.map(() => uuidv7());
      await insertPersons(tx, persons.map((person, index) => ({ id: ids[index] ?? '', person, placeId: places.get(placeCode) ?? '', path: `persons.${index}` })));
      return { persons: ids.map((id) => ({ id })) };
    });
  }
}
