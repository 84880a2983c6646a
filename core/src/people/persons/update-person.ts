import { ArrayMaxSize, IsOptional, Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { publish } from '../../kernel/events/publish.js';
import { AttributesField, Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate, PartialDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { knownDate } from './birth-date.js';
import { insertDetails } from './details.js';
import { personUpdated } from './events.js';
import { readLanguages } from './languages.js';
import { ISO_15924, nameRow } from './names/name-input.js';
import { NameKind } from './names/person-name.js';
import { scriptOf } from './names/script.js';
import { personMerged } from '../merge/refusals.js';
import { Person, Sex } from './person.js';
import { checkFacts } from './check-facts.js';
import { bornInFuture, changedMeanwhile, deathIsRecorded, diedBeforeBirth, diedInFuture, personErased, personNotFound } from './refusals.js';
import { seesPerson } from '../scope.js';

@InputType({ description: 'What changes about a person. Fields left out stay as they are.' })
export class PersonUpdateInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Who.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Given names; null where there is one name only.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  givenName?: string | null;

  @Field(() => String, { nullable: true, description: "Name after the father; null where there is none." })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  patronymic?: string | null;

  @Field(() => String, { nullable: true, description: 'Family name, or the only name.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  familyName?: string;

  @Field(() => String, { nullable: true, description: 'Script of the name, as ISO 15924 names it; told by the letters where a name is given without.' })
  @IsOptional()
  @Matches(ISO_15924, { message: 'script must be a code of ISO 15924, such as Latn or Ethi' })
  script?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the name until now is kept among `names` as a former one: true where it changed, false (or left out) where it was wrong.' })
  @IsOptional()
  keepFormerName?: boolean | null;

  @Field(() => Sex, { nullable: true, description: 'Sex as recorded.' })
  sex?: Sex;

  @Field(() => PartialDate, { nullable: true, description: 'Day, month or year of birth, as far as it is known; null where unknown.' })
  birthDate?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the birth date is an estimate.' })
  @IsOptional()
  birthDateEstimated?: boolean | null;

  @Field(() => [String], { nullable: true, description: 'Languages that the person speaks, the best first, as BCP 47 names them; takes the place of those before.' })
  @IsOptional()
  @ArrayMaxSize(20)
  languages?: string[] | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day of death; null corrects a wrong report. Of somebody who belongs to a household it is said by `deathRecord`.' })
  deathDate?: string | null;

  @AttributesField(() => Person)
  attributes?: Record<string, unknown> | null;
}

@ObjectType({ description: 'Answer of `personUpdate`.' })
export class PersonUpdatePayload extends Payload {
  @Field(() => Person, { nullable: true, description: 'The person as it is now.' })
  person?: { readonly id: string };
}

/** The person that an actor may change, locked, at the version that was read. */
async function personAt(ctx: TxContext, id: string, version: number): Promise<Person> {
  const { rows } = await ask<{ merged: boolean; erased: boolean }>(ctx, sql`select p.merged_into_id is not null as merged, p.erased_on is not null as erased from people.person p where p.id = ${id}::uuid and ${seesPerson(ctx, sql`p`)} for update`);
  if (rows.length === 0) refuse(personNotFound('id'));
  if (rows[0]?.merged) refuse(personMerged('id'));
  if (rows[0]?.erased) refuse(personErased('id'));
  const person = await ctx.tx.em.findOneOrFail(Person, { id });
  if (person.version !== version) refuse(changedMeanwhile('version', { version: person.version }));
  return person;
}

function checkDates(ctx: TxContext, { birthDate, deathDate }: Person): void {
  if (birthDate && birthDate > ctx.today) refuse(bornInFuture('birthDate', { date: birthDate, today: ctx.today }));
  if (deathDate && deathDate > ctx.today) refuse(diedInFuture('deathDate', { date: deathDate, today: ctx.today }));
  if (birthDate && deathDate && deathDate < birthDate) refuse(diedBeforeBirth('deathDate', { death: deathDate, birth: birthDate }));
}

type Changes = Partial<Pick<Person, (typeof FIELDS)[number]>>;
const NULLABLE = ['givenName', 'patronymic', 'birthDate', 'deathDate'] as const;
const FIELDS = [...NULLABLE, 'familyName', 'script', 'sex', 'birthDatePrecision', 'birthDateEstimated', 'languages'] as const;
const NAME = ['givenName', 'patronymic', 'familyName', 'script'] as const;

/** What the input changes, in the person's own properties. Null clears what may be unknown, and says nothing elsewhere. */
function changesOf({ birthDate, script, languages, ...given }: Partial<PersonUpdateInput>): Changes {
  const refusals: Refusal[] = [];
  const renamed = given.familyName ?? given.givenName ?? given.patronymic;
  const born = birthDate === undefined ? {} : { birthDate: knownDate(birthDate).date, birthDatePrecision: knownDate(birthDate).precision };
  const wanted: Record<string, unknown> = {
    ...given, ...born,
    script: script ?? (renamed ? scriptOf(given.givenName, given.patronymic, given.familyName) : undefined),
    languages: languages ? readLanguages(languages, 'languages', refusals) : undefined,
  };
  if (birthDate === null) wanted['birthDateEstimated'] = false;
  if (refusals.length > 0) refuse(...refusals);
  return Object.fromEntries(FIELDS.flatMap((field) => {
    const value = wanted[field];
    return value === undefined || (value === null && !(NULLABLE as readonly string[]).includes(field)) ? [] : [[field, value]];
  }));
}

/** The name until now, as a former one. */
async function keepName(tx: TxContext, { id, givenName, patronymic, familyName, script }: Person): Promise<void> {
  await insertDetails(tx, 'people.person_name', [nameRow(id, { kind: NameKind.FORMER, givenName, patronymic, familyName, script, validTo: tx.today })]);
}

@Resolver()
export class UpdatePerson {
  @Mutation(() => PersonUpdatePayload, { description: 'Changes what is known of a person.' })
  @Requires('people.persons.register')
  personUpdate(@Arg('input', () => PersonUpdateInput, { description: 'What changes.' }) input: PersonUpdateInput, @Ctx() ctx: Context): Promise<PersonUpdatePayload> {
    return write<PersonUpdatePayload, PersonUpdateInput>(ctx, { operation: 'personUpdate', input }, async (tx, given) => {
      const { id, version, attributes, keepFormerName } = given;
      const person = await personAt(tx, id, version);
      const changes = changesOf(given);
      if (keepFormerName && NAME.some((part) => changes[part] !== undefined && changes[part] !== person[part])) await keepName(tx, person);
      tx.tx.em.assign(person, changes as never);
      if (attributes) person.attributes = { ...person.attributes, ...attributes };
      checkDates(tx, person);
      if (changes.deathDate && person.household) refuse(deathIsRecorded('deathDate'));
      await checkFacts(tx, id, changes);
      await tx.tx.em.flush();
      await publish(tx, personUpdated, { id, fields: [...Object.keys(changes), ...(attributes ? ['attributes'] : [])] });
      return { person: { id } };
    });
  }
}
