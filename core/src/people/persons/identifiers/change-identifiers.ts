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
import { EndInput, lastDay, VerifyInput } from '../detail-inputs.js';
import { checkPersons, lockDetail, type Detail } from '../details.js';
import { identifierAdded, identifierEnded, identifierVerified } from '../events.js';
import { Person } from '../person.js';
import { alreadyEnded, detailNotFound } from '../refusals.js';
import { Identifier } from './identifier.js';
import { IdentifierInput } from './identifier-input.js';
import { insertIdentifiers } from './write-identifiers.js';

@InputType({ description: 'An identifier to record.' })
export class PersonIdentifierAddInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose.' })
  personId!: string;

  @Field(() => IdentifierInput, { description: 'The identifier.' })
  @ValidateNested()
  identifier!: IdentifierInput;
}

@InputType({ description: 'What a check of an identifier found.' })
export class PersonIdentifierVerifyInput extends VerifyInput {
  @Ref(() => Identifier, { description: 'Which identifier.' })
  id!: string;
}

@InputType({ description: "An identifier that is no longer the person's." })
export class PersonIdentifierEndInput extends EndInput {
  @Ref(() => Identifier, { description: 'Which identifier.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations about identifiers.' })
export class PersonIdentifierPayload extends Payload {
  @Field(() => Identifier, { nullable: true, description: 'The identifier as it is now.' })
  identifier?: { readonly id: string };
}

type IdentifierRow = Detail & { readonly ended_on: string | null };

@Resolver()
export class ChangeIdentifiers {
  @Mutation(() => PersonIdentifierPayload, { description: 'Records an identifier of a person. One that somebody holds already is refused.' })
  @Requires('people.persons.register')
  personIdentifierAdd(@Arg('input', () => PersonIdentifierAddInput, { description: 'Whose, and which.' }) input: PersonIdentifierAddInput, @Ctx() ctx: Context): Promise<PersonIdentifierPayload> {
    return write<PersonIdentifierPayload, PersonIdentifierAddInput>(ctx, { operation: 'personIdentifierAdd', input }, async (tx, { personId, identifier }) => {
      await checkPersons(tx, [{ id: personId, path: 'personId' }]);
      const [id = ''] = await insertIdentifiers(tx, [{ personId, identifier, path: 'identifier' }]);
      await publish(tx, identifierAdded, { id, person: personId });
      return { identifier: { id } };
    });
  }

  @Mutation(() => PersonIdentifierPayload, { description: 'Says what a check of an identifier found.' })
  @Requires('people.identifiers.verify')
  personIdentifierVerify(@Arg('input', () => PersonIdentifierVerifyInput, { description: 'Which, and what was found.' }) input: PersonIdentifierVerifyInput, @Ctx() ctx: Context): Promise<PersonIdentifierPayload> {
    return write<PersonIdentifierPayload, PersonIdentifierVerifyInput>(ctx, { operation: 'personIdentifierVerify', input }, async (tx, given) => {
      const identifier = await lockDetail<IdentifierRow>(tx, 'people.identifier', given, detailNotFound);
      if (identifier.ended_on) refuse(alreadyEnded('id', { day: identifier.ended_on }));
      await tx.tx.query('update people.identifier set verification = $2, verified_at = now(), verified_by = $3 where id = $1', [identifier.id, given.verification, tx.actor.id]);
      await publish(tx, identifierVerified, { id: identifier.id, person: identifier.person_id });
      return { identifier: { id: identifier.id } };
    });
  }

  @Mutation(() => PersonIdentifierPayload, { description: "Says that an identifier is no longer the person's: recorded by mistake, withdrawn, given to another. Others may hold it then." })
  @Requires('people.persons.register')
  personIdentifierEnd(@Arg('input', () => PersonIdentifierEndInput, { description: 'Which, and from when.' }) input: PersonIdentifierEndInput, @Ctx() ctx: Context): Promise<PersonIdentifierPayload> {
    return write<PersonIdentifierPayload, PersonIdentifierEndInput>(ctx, { operation: 'personIdentifierEnd', input }, async (tx, given) => {
      const identifier = await lockDetail<IdentifierRow>(tx, 'people.identifier', given, detailNotFound);
      if (identifier.ended_on) refuse(alreadyEnded('id', { day: identifier.ended_on }));
      // What began today by mistake ends today too, and a document may have expired before.
      const day = lastDay(tx, { valid_from: null, valid_to: null }, given.on);
      await tx.tx.query('update people.identifier set ended_on = $2 where id = $1', [identifier.id, day]);
      await publish(tx, identifierEnded, { id: identifier.id, person: identifier.person_id });
      return { identifier: { id: identifier.id } };
    });
  }
}
