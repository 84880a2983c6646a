import { Args, ArgsType, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { outsideOf } from '../../kernel/access/scope-directory.js';
import type { Dimension, Scope } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { uuidOf } from '../../kernel/schema/ids.js';
import { Requires } from '../../kernel/schema/permission.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { Grant } from './grant.js';

/** What is asked: may a user do something, there. */
export interface Asked {
  /** UUID. */
  readonly userId: string;
  readonly permission: string;
  /** A code for each dimension in which it is asked; without, whether it is allowed anywhere. */
  readonly at: Partial<Record<Dimension, string>>;
}

/** Yes or no, and why. Ids are UUIDs. */
export interface Answered {
  readonly allowed: boolean;
  /** Grants by which it is allowed. */
  readonly by: readonly { readonly id: string; readonly role: string }[];
  /** Why each grant that has to do with it does not help, or what lacks altogether. */
  readonly lacks: readonly string[];
}

interface Row extends Scope {
  readonly id: string;
  readonly role: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

/** Tells whether a user may do something today, and by which grants; or what lacks. */
export async function canUser(tx: TxContext, { userId, permission, at }: Asked): Promise<Answered> {
  const { rows: [user] } = await tx.tx.query<{ state: string; subject: string }>('select state, subject from access."user" where id = $1', [userId]);
  if (!user) return { allowed: false, by: [], lacks: ['There is no such user.'] };
  const { rows } = await tx.tx.query<Row>(`
    select g.id, r.name as role, g.places, g.organisations, g.programmes, g.valid_from::text, g.valid_to::text
    from access.grant g join access.role r on r.id = g.role_id join access.role_permission p on p.role_id = r.id and p.permission = $2
    where g.user_id = $1 order by g.id`, [userId, permission]);
  const point: Scope = { places: codesAt(at.places), organisations: codesAt(at.organisations), programmes: codesAt(at.programmes) };
  const by: { id: string; role: string }[] = [];
  const lacks: string[] = [];
  for (const grant of rows) {
    const why = dayProblem(grant, tx.today) ?? (await scopeProblem(tx, grant, point));
    if (why) lacks.push(`Its grant of ${grant.role} has it, but ${why}.`);
    else by.push({ id: grant.id, role: grant.role });
  }
  if (rows.length === 0) lacks.push(`No role that ${user.subject} was granted has ${permission}.`);
  if (user.state === 'BLOCKED') return { allowed: false, by: [], lacks: [`${user.subject} is blocked.`, ...lacks] };
  return { allowed: by.length > 0, by, lacks: by.length > 0 ? [] : lacks };
}

function codesAt(code: string | undefined): readonly string[] {
  return code === undefined ? [] : [code];
}

function dayProblem({ valid_from: from, valid_to: to }: Row, today: string): string | undefined {
  if (to !== null && to <= today) return `it ended on ${to}`;
  return from > today ? `it begins on ${from}` : undefined;
}

async function scopeProblem(tx: TxContext, grant: Row, point: Scope): Promise<string | undefined> {
  const beyond = await outsideOf(tx, point, grant);
  return beyond.length > 0 ? `it does not reach ${beyond.map(({ dimension, code }) => `${code} of ${dimension}`).join(' and ')}` : undefined;
}

@ArgsType()
export class CanArgs {
  @Field(() => ID, { description: 'Who.' })
  userId!: string;

  @Field(() => String, { description: 'What: a name of `permissions`.' })
  permission!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place where; anywhere where left out.' })
  place?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the organisation of which.' })
  organisation?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the programme in which.' })
  programme?: string | null;
}

@ObjectType({ description: 'Whether somebody may do something, and why.' })
export class CanAnswer {
  @Field(() => Boolean, { description: 'Whether they may, today.' })
  allowed!: boolean;

  @Field(() => [Grant], { description: 'Grants by which they may.' })
  by!: readonly { readonly id: string }[];

  @Field(() => [String], { description: 'What lacks where they may not, grant by grant.' })
  lacks!: readonly string[];
}

@Resolver()
export class Can {
  @Query(() => CanAnswer, { description: 'Tells whether a user may do something, there, today: by which grants, or what lacks.' })
  @Requires('access.grants.read')
  async can(@Args(() => CanArgs) { userId, permission, place, organisation, programme }: CanArgs, @Ctx() ctx: Context): Promise<CanAnswer> {
    const known = ctx.platform.plan.modules.some(({ permissions = [] }) => permissions.some(({ name }) => name === permission));
    if (!known) throw badInput(`No module of this deployment has such a permission; take names from the query permissions.`);
    const at = { ...(place && { places: place }), ...(organisation && { organisations: organisation }), ...(programme && { programmes: programme }) };
    return inTransaction(ctx, (tx) => canUser(tx, { userId: uuidOf('user', userId), permission, at }));
  }
}
