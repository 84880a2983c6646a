import { Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { findPlaces } from '../places/find-place.js';
import { placeNotFound } from '../places/refusals.js';
import { groupRegistered } from './events.js';
import { Group } from './group.js';
import { groupKinds } from './group-kinds.js';
import { groupCodeTaken, groupKindUnknown } from './refusals.js';

@InputType({ description: 'A group to register.' })
export class GroupRegisterInput extends IdempotentInput {
  @Field(() => String, { description: 'Its number: 1 to 40 letters, digits, dots, slashes and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/, { message: 'code must be 1 to 40 letters, digits, dots, slashes and dashes' })
  code!: string;

  @Field(() => String, { description: 'What kind of group it is: the name of one of `groupKinds`.' })
  kind!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place where it is; left out where it is of no one place, which takes somebody who acts in every place.' })
  placeCode?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when it is there; today where left out.' })
  since?: string | null;
}

@ObjectType({ description: 'Answer of `groupRegister`.' })
export class GroupRegisterPayload extends Payload {
  @Field(() => Group, { nullable: true, description: 'The group that was registered.' })
  group?: { readonly id: string };
}

@Resolver()
export class RegisterGroup {
  @Mutation(() => GroupRegisterPayload, { description: 'Registers a group: a cooperative, a school.' })
  @Requires('people.groups.manage')
  groupRegister(@Arg('input', () => GroupRegisterInput, { description: 'Which.' }) input: GroupRegisterInput, @Ctx() ctx: Context): Promise<GroupRegisterPayload> {
    const constraints = { group_code_key: groupCodeTaken('code') };
    return write<GroupRegisterPayload, GroupRegisterInput>(ctx, { operation: 'groupRegister', input, constraints }, async (tx, { code, kind, name, placeCode, since }) => {
      const kinds = tx.platform.extensions(groupKinds);
      if (!kinds.has(kind)) refuse(groupKindUnknown('kind', { kind, known: [...kinds.keys()].join(', ') }));
      if (!placeCode && tx.actor.places !== null) refuse(placeNotFound('placeCode', { code: '' }));
      const place = placeCode ? (await findPlaces(tx, [{ code: placeCode, path: 'placeCode' }])).get(placeCode) : null;
      const id = uuidv7();
      await tx.tx.query('insert into people.social_group (id, code, kind, name, place_id, opened_on) values ($1, $2, $3, $4, $5, $6)', [id, code, kind, name, place, dayOf(tx, since, 'since')]);
      await publish(tx, groupRegistered, { id });
      return { group: { id } };
    });
  }
}
