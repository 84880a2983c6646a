import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { publish } from '../../kernel/events/publish.js';
import { AttributesField, Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { personUpdated } from './events.js';
import { Person, Sex } from './person.js';
import { bornInFuture, changedMeanwhile, diedBeforeBirth, diedInFuture, personNotFound } from './refusals.js';
import { inPlacesOf } from '../scope.js';

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

  @Field(() => String, { nullable: true, description: 'Family name, or the only name.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  familyName?: string;

  @Field(() => Sex, { nullable: true, description: 'Sex as recorded.' })
  sex?: Sex;

  @Field(() => LocalDate, { nullable: true, description: 'Day of birth; null where unknown.' })
  birthDate?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day of death; null corrects a wrong report.' })
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
  const { rows } = await ask(ctx, sql`select 1 from people.person p where p.id = ${id}::uuid and ${inPlacesOf(ctx, sql`p.place_id`)} for update`);
  if (rows.length === 0) refuse(personNotFound('id'));
  const person = await ctx.tx.em.findOneOrFail(Person, { id });
  if (person.version !== version) refuse(changedMeanwhile('version', { version: person.version }));
  return person;
}

function checkDates(ctx: TxContext, { birthDate, deathDate }: Person): void {
  if (birthDate && birthDate > ctx.today) refuse(bornInFuture('birthDate', { date: birthDate, today: ctx.today }));
  if (deathDate && deathDate > ctx.today) refuse(diedInFuture('deathDate', { date: deathDate, today: ctx.today }));
  if (birthDate && deathDate && deathDate < birthDate) refuse(diedBeforeBirth('deathDate', { death: deathDate, birth: birthDate }));
}

@Resolver()
export class UpdatePerson {
  @Mutation(() => PersonUpdatePayload, { description: 'Changes what is known of a person.' })
  @Requires('people.persons.register')
  personUpdate(@Arg('input', () => PersonUpdateInput, { description: 'What changes.' }) input: PersonUpdateInput, @Ctx() ctx: Context): Promise<PersonUpdatePayload> {
    return write<PersonUpdatePayload, PersonUpdateInput>(ctx, { operation: 'personUpdate', input }, async (tx, given) => {
      const { id, version, idempotencyKey: _key, attributes, ...fields } = given;
      const person = await personAt(tx, id, version);
      const changes = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
      tx.tx.em.assign(person, changes as never);
      if (attributes) person.attributes = { ...person.attributes, ...attributes };
      checkDates(tx, person);
      await tx.tx.em.flush();
      await publish(tx, personUpdated, { id, fields: [...Object.keys(changes), ...(attributes ? ['attributes'] : [])] });
      return { person: { id } };
    });
  }
}
