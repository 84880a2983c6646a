import { Property } from '@mikro-orm/decorators/legacy';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';

export enum UserKind {
  PERSON = 'PERSON',
  SERVICE = 'SERVICE',
}
registerEnumType(UserKind, {
  name: 'UserKind',
  description: 'What a user is.',
  valuesConfig: { PERSON: { description: 'Somebody.' }, SERVICE: { description: 'A program with an account of its own.' } },
});

export enum UserState {
  ACTIVE = 'ACTIVE',
  BLOCKED = 'BLOCKED',
}
registerEnumType(UserState, {
  name: 'UserState',
  description: 'Whether a user may act.',
  valuesConfig: { ACTIVE: { description: 'They may do what their grants say.' }, BLOCKED: { description: 'They may do nothing, whatever their grants say.' } },
});

@Resource({
  description: 'Somebody, or a program, that this deployment knows. Their password and the like are with who signs them in.',
  table: 'access.user',
  prefix: 'user',
  read: 'access.users.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'user',
  many: 'users',
})
export class User extends Versioned {
  @Field(() => UserKind, { description: 'Somebody, or a program.' })
  @Property({ type: 'text', default: 'PERSON' })
  kind!: UserKind;

  @Field(() => String, { description: 'Who signs them in: the address of an OpenID Connect provider, or `urn:kinga:` and more of Kinga itself.' })
  @Property({ type: 'text' })
  issuer!: string;

  @Field(() => String, { description: 'What the issuer calls them, for good.' })
  @Property({ type: 'text' })
  subject!: string;

  @Field(() => String, { nullable: true, description: 'What colleagues call them.' })
  @Property({ type: 'text', nullable: true })
  name!: string | null;

  @Field(() => UserState, { description: 'Whether they may act.' })
  @Property({ type: 'text', default: 'ACTIVE' })
  state!: UserState;

  @Field(() => String, { nullable: true, description: 'Why they are blocked.' })
  @Property({ type: 'text', nullable: true, fieldName: 'state_reason' })
  stateReason!: string | null;
}
