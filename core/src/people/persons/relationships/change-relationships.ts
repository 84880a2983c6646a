import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { EndInput, lastDay } from '../detail-inputs.js';
import { lockDetail } from '../details.js';
import { Person } from '../person.js';
import { detailNotFound } from '../refusals.js';
import { Relationship, RelationshipKind } from './relationship.js';
import { endRelationship, relationshipConstraints, startRelationship, type LockedRelationship } from './relate.js';

@InputType({ description: 'What somebody is to a person.' })
export class PersonRelationshipAddInput extends IdempotentInput {
  @Ref(() => Person, { description: 'The person.' })
  personId!: string;

  @Field(() => RelationshipKind, { description: 'What the other is to the person.' })
  kind!: RelationshipKind;

  @Ref(() => Person, { description: 'The other.' })
  otherId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day; left out where unknown.' })
  validFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer held.' })
  validTo?: string | null;
}

@InputType({ description: 'A relationship that ends.' })
export class PersonRelationshipEndInput extends EndInput {
  @Ref(() => Relationship, { description: 'Which relationship.', erased: true })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations about relationships.' })
export class PersonRelationshipPayload extends Payload {
  @Field(() => Relationship, { nullable: true, description: 'The relationship as it is now.' })
  relationship?: { readonly id: string };
}

@Resolver()
export class ChangeRelationships {
  @Mutation(() => PersonRelationshipPayload, { description: 'Records that somebody is parent, spouse, guardian or alternate payee of a person. A marriage is recorded once, and stands from both sides.' })
  @Requires('people.persons.register')
  personRelationshipAdd(@Arg('input', () => PersonRelationshipAddInput, { description: 'Who is what to whom.' }) input: PersonRelationshipAddInput, @Ctx() ctx: Context): Promise<PersonRelationshipPayload> {
    return write<PersonRelationshipPayload, PersonRelationshipAddInput>(ctx, { operation: 'personRelationshipAdd', input, constraints: relationshipConstraints('otherId') }, async (tx, given) =>
      ({ relationship: { id: await startRelationship(tx, given, { person: 'personId', other: 'otherId' }) } }));
  }

  @Mutation(() => PersonRelationshipPayload, { description: 'Says that a relationship ended; of a marriage both sides do.' })
  @Requires('people.persons.register')
  personRelationshipEnd(@Arg('input', () => PersonRelationshipEndInput, { description: 'Which, and from when.' }) input: PersonRelationshipEndInput, @Ctx() ctx: Context): Promise<PersonRelationshipPayload> {
    return write<PersonRelationshipPayload, PersonRelationshipEndInput>(ctx, { operation: 'personRelationshipEnd', input }, async (tx, given) => {
      const relationship = await lockDetail<LockedRelationship>(tx, 'people.relationship', given, detailNotFound);
      await endRelationship(tx, relationship, lastDay(tx, relationship, given.on));
      return { relationship: { id: relationship.id } };
    });
  }
}
