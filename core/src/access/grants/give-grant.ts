import { IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { DIMENSIONS, type Scope } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { roleNotFound } from '../roles/refusals.js';
import { userIsBlocked, userNotFound } from '../users/refusals.js';
import { User } from '../users/user.js';
import { checkSeparation } from './check-separation.js';
import { checkDelegation, takeTurn } from './delegation.js';
import { grantGiven } from './events.js';
import { Grant } from './grant.js';
import { grantEndsEarly, grantInPast, grantToSelf, notSeparateTogether, scopeSaidTwice } from './refusals.js';

@InputType({ description: 'Which rows count. What is not said holds nothing: no limit has to be said.' })
export class GrantScopeInput {
  @Field(() => [String], { nullable: true, description: 'Codes of places, which count with all below them.' })
  @IsOptional()
  places?: string[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether every place counts.' })
  everyPlace!: boolean;

  @Field(() => [String], { nullable: true, description: 'Codes of organisations.' })
  @IsOptional()
  organisations?: string[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether every organisation counts.' })
  everyOrganisation!: boolean;

  @Field(() => [String], { nullable: true, description: 'Codes of programmes.' })
  @IsOptional()
  programmes?: string[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether every programme counts.' })
  everyProgramme!: boolean;
}

@InputType({ description: 'A role for a user, and where it counts.' })
export class GrantGiveInput extends IdempotentInput {
  @Ref(() => User, { description: 'To whom; not yourself.' })
  userId!: string;

  @Field(() => String, { description: 'Name of the role, one of `roles`.' })
  role!: string;

  @Field(() => GrantScopeInput, { description: 'Which rows count; within your own.' })
  @ValidateNested()
  scope!: GrantScopeInput;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the user may give it to others, or a part of it.' })
  mayGrant!: boolean;

  @Field(() => LocalDate, { nullable: true, description: 'First day on which it holds; today where left out.' })
  from?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day on which it holds no longer; no end is set where left out.' })
  until?: string | null;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@ObjectType({ description: 'Answer of mutations that give and end grants.' })
export class GrantPayload extends Payload {
  @Field(() => Grant, { nullable: true, description: 'The grant as it is now.' })
  grant?: { readonly id: string };
}

const EVERY = { places: 'everyPlace', organisations: 'everyOrganisation', programmes: 'everyProgramme' } as const;

/** The scope that an input says: what is left out holds nothing. */
function readScope(given: GrantScopeInput): Scope {
  const twice = DIMENSIONS.filter((dimension) => given[EVERY[dimension]] && given[dimension]);
  if (twice.length > 0) refuse(...twice.map((dimension) => scopeSaidTwice(`scope.${dimension}`, { dimension })));
  const codes = (dimension: (typeof DIMENSIONS)[number]): readonly string[] | null => (given[EVERY[dimension]] ? null : [...new Set(given[dimension] ?? [])]);
  return { places: codes('places'), organisations: codes('organisations'), programmes: codes('programmes') };
}

/** What of a grant is known when all that could be refused has been. */
export interface GrantToGive extends Pick<GrantGiveInput, 'userId' | 'role' | 'mayGrant' | 'reason'> {
  readonly scope: Scope;
  readonly from: string;
  readonly until: string | null;
}

/**
 * Gives a grant, as far as the actor may.
 *
 * @returns its UUID
 */
export async function giveGrant(tx: TxContext, { userId, role, scope, mayGrant, from, until, reason }: GrantToGive): Promise<string> {
  await takeTurn(tx);
  if (from < tx.today) refuse(grantInPast('from', { day: from, today: tx.today }));
  if (until !== null && until <= from) refuse(grantEndsEarly('until', { from, until }));
  const { rows: [user] } = await tx.tx.query<{ subject: string; state: string }>('select subject, state from access."user" where id = $1', [userId]);
  if (!user) return refuse(userNotFound('userId'));
  if (user.state !== 'ACTIVE') refuse(userIsBlocked('userId'));
  if (user.subject === tx.actor.id) refuse(grantToSelf('userId'));
  const { rows: [found] } = await tx.tx.query<{ id: string; permissions: string[] }>(
    'select r.id, array(select p.permission from access.role_permission p where p.role_id = r.id order by 1) as permissions from access.role r where r.name = $1', [role]);
  if (!found) return refuse(roleNotFound('role'));
  await checkDelegation(tx, found.permissions, scope, { day: until, path: 'until' }, 'role');
  await checkSeparation(tx, { userId, permissions: found.permissions, from, until }, 'role');
  const id = uuidv7();
  await tx.tx.query(
    `insert into access.grant (id, user_id, role_id, every_place, places, every_organisation, organisations, every_programme, programmes, may_grant, valid_from, valid_to, given_by, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [id, userId, found.id, ...DIMENSIONS.flatMap((dimension) => [scope[dimension] === null, scope[dimension]]), mayGrant, from, until, tx.actor.id, reason],
  );
  await publish(tx, grantGiven, { id, userId, role });
  return id;
}

@Resolver()
export class GiveGrant {
  @Mutation(() => GrantPayload, { description: 'Grants a user a role within a scope. Nobody grants to themself, nor more than they may hand on, nor beyond their own scope, nor what is to be separate.' })
  @Requires('access.grants.give')
  grantGive(@Arg('input', () => GrantGiveInput, { description: 'Who, what, where, why.' }) input: GrantGiveInput, @Ctx() ctx: Context): Promise<GrantPayload> {
    const constraints = { separation_of_duties: notSeparateTogether('role') };
    return write<GrantPayload, GrantGiveInput>(ctx, { operation: 'grantGive', input, constraints }, async (tx, { scope, from, until, ...given }) =>
      ({ grant: { id: await giveGrant(tx, { ...given, scope: readScope(scope), from: from ?? tx.today, until: until ?? null }) } }));
  }
}
