import {
  Arg, ask, Ctx, Field, IdempotentInput, inPlacesOf, InputType, IsOptional, LocalDate, MaxLength, MinLength, Mutation, ObjectType, Payload, Person, personNotFound,
  Ref, refuse, Requires, Resolver, sql, uuidv7, write, type Context,
} from '@kinga/plugin-sdk';
import { inFuture, recordedBefore } from './refusals.js';
import { __Entity__ } from './__file__.js';

@InputType({ description: 'One __word__ to record.' })
export class __Entity__RecordInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose it is.' })
  personId!: string;

  @Field(() => LocalDate, { description: 'The day.' })
  date!: string;

  @Field(() => String, { nullable: true, description: 'What else there is to say.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(1000)
  note?: string | null;
}

@ObjectType({ description: 'Answer of `__entity__Record`.' })
export class __Entity__RecordPayload extends Payload {
  @Field(() => __Entity__, { nullable: true, description: 'What was recorded.' })
  __entity__?: { readonly id: string };
}

@Resolver()
export class Record__Entity__ {
  @Mutation(() => __Entity__RecordPayload, { description: 'Records one __word__ of a person.' })
  @Requires('__id__.__what__.record')
  __entity__Record(@Arg('input', () => __Entity__RecordInput, { description: 'What to record.' }) input: __Entity__RecordInput, @Ctx() ctx: Context): Promise<__Entity__RecordPayload> {
    const constraints = { __table___once: recordedBefore('date') };
    return write<__Entity__RecordPayload, __Entity__RecordInput>(ctx, { operation: '__entity__Record', input, constraints }, async (tx, { personId, date, note }) => {
      if (date > tx.today) refuse(inFuture('date', { date, today: tx.today }));
      const { rows } = await ask<{ place: string | null }>(tx, sql`
        select p.place_id as place from people.person p where p.id = ${personId}::uuid and ${inPlacesOf(tx, sql`p.place_id`)}`);
      const person = rows[0] ?? refuse(personNotFound('personId'));
      const id = uuidv7();
      await ask(tx, sql`
        insert into __schema__.__table__ (id, person_id, place_id, date, note)
        values (${id}, ${personId}, ${person.place}, ${date}, ${note ?? null})`);
      return { __entity__: { id } };
    });
  }
}
