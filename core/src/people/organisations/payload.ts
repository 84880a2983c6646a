import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../../kernel/write/user-error.js';
import { Organisation } from './organisation.js';

@ObjectType({ description: 'Answer of mutations that change an organisation.' })
export class OrganisationPayload extends Payload {
  @Field(() => Organisation, { nullable: true, description: 'The organisation as it is now.' })
  organisation?: { readonly id: string };
}
