import { MaxLength, MinLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import { refuse, type Refusal } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { checkOwner } from './may-share.js';
import { ownProposal, proposalDecided, replacementNeeded } from './refusals.js';
import { settingsOf } from './settings.js';
import { ofProgrammeOrShared } from './shared-scope.js';
import { ProposalState } from './value-type.js';

/** Tables of proposals, and what they belong to. */
export interface ProposalTable {
  readonly table: string;
  readonly owner: string;
  readonly ownerColumn: string;
  readonly notFound: (path: string) => Refusal;
}

@InputType()
export abstract class RejectInput extends IdempotentInput {
  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(2000)
  reason!: string;
}

interface Held {
  readonly state: ProposalState;
  readonly proposed_by: string;
  readonly programme_id: string | null;
  readonly owner_id: string;
  readonly replaces_id: string | null;
}

async function hold(ctx: TxContext, { table, owner, ownerColumn, notFound }: ProposalTable, id: string): Promise<Held> {
  const of: Sql = sql`select p.state, p.proposed_by, o.programme_id, o.id as owner_id, p.replaces_id from ${trusted(table)} p join ${trusted(owner)} o on o.id = p.${trusted(ownerColumn)} where p.id = ${id}::uuid and ${ofProgrammeOrShared(ctx, sql`o.programme_id`)}`;
  const { rows } = await ask<Held>(ctx, sql`${of} for update`);
  const found = rows[0] ?? refuse(notFound('id'));
  await checkOwner(ctx, found.programme_id, 'id', notFound);
  if (found.state !== ProposalState.PROPOSED) refuse(proposalDecided('id', { state: found.state }));
  return found;
}

/** Publishes a proposal: by a second person, where the deployment asks for one. */
export async function publishProposal(ctx: TxContext, of: ProposalTable, id: string): Promise<{ readonly ownerId: string }> {
  const held = await hold(ctx, of, id);
  const own = held.proposed_by === ctx.actor.id;
  if (own && settingsOf(ctx.platform).secondPersonForValues) refuse(ownProposal('id'));
  await putInForce(ctx, of, id, held, own ? null : ctx.actor.id);
  return { ownerId: held.owner_id };
}

/** Publishes what was just proposed, where the deployment asks for no second person. */
export async function publishAtOnce(ctx: TxContext, of: ProposalTable, id: string): Promise<void> {
  if (settingsOf(ctx.platform).secondPersonForValues) return;
  await putInForce(ctx, of, id, await hold(ctx, of, id), null);
}

async function putInForce(ctx: TxContext, { table, ownerColumn }: ProposalTable, id: string, { owner_id, replaces_id }: Held, by: string | null): Promise<void> {
  const { rows } = await ask<{ id: string; day: string }>(ctx, sql`
    select o.id, o.effective_from::text as day from ${trusted(table)} o join ${trusted(table)} n on n.id = ${id}::uuid
    where o.${trusted(ownerColumn)} = ${owner_id}::uuid and o.state = 'PUBLISHED' and o.effective_from = n.effective_from`);
  const [standing] = rows;
  if (standing && standing.id !== replaces_id) refuse(replacementNeeded('id', { day: standing.day }));
  if (standing) await ask(ctx, sql`update ${trusted(table)} set state = 'REPLACED' where id = ${standing.id}::uuid`);
  await ask(ctx, sql`update ${trusted(table)} set state = 'PUBLISHED', decided_by = ${by}, decided_at = now() where id = ${id}::uuid`);
}

export async function rejectProposal(ctx: TxContext, of: ProposalTable, id: string, reason: string): Promise<{ readonly ownerId: string }> {
  const { owner_id } = await hold(ctx, of, id);
  await ask(ctx, sql`update ${trusted(of.table)} set state = 'REJECTED', decided_by = ${ctx.actor.id}, decided_at = now(), decided_because = ${reason} where id = ${id}::uuid`);
  return { ownerId: owner_id };
}
