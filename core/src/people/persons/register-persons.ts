import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { personsRegistered } from './events.js';
import { findPlaces } from '../places/find-place.js';
import { PersonsRegisterInput, type PersonInput } from './person-input.js';
import { Person } from './person.js';
import { knownDate, type KnownDate } from './birth-date.js';
import { contactRows } from './contacts/contact-input.js';
import { insertDetails } from './details.js';
import { insertIdentifiers } from './identifiers/write-identifiers.js';
import { readLanguages } from './languages.js';
import { nameRefusals, nameRow } from './names/name-input.js';
import { scriptOf } from './names/script.js';
import { bornInFuture } from './refusals.js';
import { checkMayRegister } from '../may-register.js';

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

interface PersonRow extends PersonToRegister {
  readonly birth: KnownDate;
  readonly languages: readonly string[];
}

/**
 * Writes persons with their names, identifiers and contacts, and says so: with one statement for each of these that is given
 * at all, however many persons there are.
 */
export async function insertPersons(ctx: TxContext, given: readonly PersonToRegister[]): Promise<void> {
  checkMayRegister(ctx, given[0]?.path ?? '');
  const refusals: Refusal[] = [];
  const persons = given.map((each) => readPerson(ctx, each, refusals));
  const names = persons.flatMap(({ id, person, path }) => (person.names ?? []).map((name, index) => {
    refusals.push(...nameRefusals(name, `${path}.names.${index}`));
    return nameRow(id, name);
  }));
  const contacts = contactRows(ctx, persons.flatMap(({ id, person, path }) => (person.contacts ?? []).map((contact, index) => ({ personId: id, contact, path: `${path}.contacts.${index}` }))), refusals);
  if (refusals.length > 0) refuse(...refusals);
  await insertRows(ctx, persons);
  await insertDetails(ctx, 'people.person_name', names);
  await insertDetails(ctx, 'people.contact_point', contacts as never);
  await insertIdentifiers(ctx, persons.flatMap(({ id, person, path }) =>
    (person.identifiers ?? []).map((identifier, index) => ({ personId: id, identifier, path: `${path}.identifiers.${index}` }))), true);
  await publish(ctx, personsRegistered, { ids: given.map(({ id }) => id) });
}

function readPerson({ today }: TxContext, given: PersonToRegister, refusals: Refusal[]): PersonRow {
  const { person, path } = given;
  const birth = knownDate(person.birthDate);
  if (birth.date && birth.date > today) refusals.push(bornInFuture(`${path}.birthDate`, { date: birth.date, today }));
  return { ...given, birth, languages: readLanguages(person.languages ?? [], `${path}.languages`, refusals) };
}

async function insertRows(ctx: TxContext, persons: readonly PersonRow[]): Promise<void> {
  await ctx.tx.query(
    `insert into people.person (id, given_name, patronymic, family_name, script, sex, birth_date, birth_precision, birth_estimated, languages, place_id, household_id, attributes)
     select id, given_name, patronymic, family_name, script, sex, birth_date, birth_precision, birth_estimated, languages, place_id, household_id, attributes
     from json_populate_recordset(null::people.person, $1)`,
    [JSON.stringify(persons.map(({ id, person, placeId, householdId, birth, languages }) => ({
      id, given_name: person.givenName ?? null, patronymic: person.patronymic ?? null, family_name: person.familyName,
      script: person.script ?? scriptOf(person.givenName, person.patronymic, person.familyName), sex: person.sex,
      birth_date: birth.date, birth_precision: birth.precision, birth_estimated: (person.birthDateEstimated ?? false) && birth.date !== null, languages,
      place_id: placeId, household_id: householdId ?? null, attributes: person.attributes ?? {},
    })))],
  );
}

@Resolver()
export class RegisterPersons {
  @Mutation(() => PersonsRegisterPayload, { description: 'Registers persons who live in one place.' })
  @Requires('people.persons.register')
  @TakesMuch()
  personsRegister(@Arg('input', () => PersonsRegisterInput, { description: 'Who.' }) input: PersonsRegisterInput, @Ctx() ctx: Context): Promise<PersonsRegisterPayload> {
    return write<PersonsRegisterPayload, PersonsRegisterInput>(ctx, { operation: 'personsRegister', input }, async (tx, { placeCode, persons }) => {
      const places = await findPlaces(tx, [{ code: placeCode, path: 'placeCode' }]);
      const ids = persons.map(() => uuidv7());
      await insertPersons(tx, persons.map((person, index) => ({ id: ids[index] ?? '', person, placeId: places.get(placeCode) ?? '', path: `persons.${index}` })));
      return { persons: ids.map((id) => ({ id })) };
    });
  }
}
