import { ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { EndInput, lastDay } from '../detail-inputs.js';
import { checkPersons, insertDetails, lockDetail } from '../details.js';
import { nameAdded, nameEnded } from '../events.js';
import { Person } from '../person.js';
import { detailNotFound } from '../refusals.js';
import { nameRefusals, nameRow, PersonNameInput } from './name-input.js';
import { PersonName } from './person-name.js';

@InputType({ description: 'A further name to record.' })
export class PersonNameAddInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose name.' })
  personId!: string;

  @Field(() => PersonNameInput, { description: 'The name.' })
  @ValidateNested()
  name!: PersonNameInput;
}

@InputType({ description: 'A further name that no longer holds.' })
export class PersonNameEndInput extends EndInput {
  @Ref(() => PersonName, { description: 'Which name.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations about further names.' })
export class PersonNamePayload extends Payload {
  @Field(() => PersonName, { nullable: true, description: 'The name as it is now.' })
  name?: { readonly id: string };
}

@Resolver()
export class ChangeNames {
  @Mutation(() => PersonNamePayload, { description: 'Records a further name of a person: in another script, a former one, an alias. The main name is changed by `personUpdate`.' })
  @Requires('people.persons.register')
  personNameAdd(@Arg('input', () => PersonNameAddInput, { description: 'Whose, and which.' }) input: PersonNameAddInput, @Ctx() ctx: Context): Promise<PersonNamePayload> {
    return write<PersonNamePayload, PersonNameAddInput>(ctx, { operation: 'personNameAdd', input }, async (tx, { personId, name }) => {
      const refusals = nameRefusals(name, 'name');
      if (refusals.length > 0) refuse(...refusals);
      await checkPersons(tx, [{ id: personId, path: 'personId' }]);
      const row = nameRow(personId, name);
      await insertDetails(tx, 'people.person_name', [row]);
      await publish(tx, nameAdded, { id: row.id, person: personId });
      return { name: { id: row.id } };
    });
  }

  @Mutation(() => PersonNamePayload, { description: 'Says that a further name no longer holds.' })
  @Requires('people.persons.register')
  personNameEnd(@Arg('input', () => PersonNameEndInput, { description: 'Which name, and from when.' }) input: PersonNameEndInput, @Ctx() ctx: Context): Promise<PersonNamePayload> {
    return write<PersonNamePayload, PersonNameEndInput>(ctx, { operation: 'personNameEnd', input }, async (tx, given) => {
      const name = await lockDetail(tx, 'people.person_name', given, detailNotFound);
      await tx.tx.query('update people.person_name set valid_to = $2 where id = $1', [name.id, lastDay(tx, name, given.on)]);
      await publish(tx, nameEnded, { id: name.id, person: name.person_id });
      return { name: { id: name.id } };
    });
  }
}
