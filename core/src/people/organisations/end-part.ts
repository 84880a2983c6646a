import { Field, InputType } from 'type-graphql';
import { identifier, sql, type Sql } from '../../kernel/read/sql.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { dayOf } from '../households/day-of.js';
import { endsBeforeStart } from '../households/refusals.js';
import { inPlacesOf } from '../scope.js';
import { partNotFound } from './refusals.js';
import { inOrganisationsOf } from './scope.js';

/** Something of an organisation that ends. Subclasses name which. */
@InputType()
export abstract class PartEndInput extends IdempotentInput {
  id!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when it no longer holds; today where left out.' })
  on?: string | null;
}

export interface EndedPart {
  readonly organisation_id: string;
  readonly from: string;
  readonly to: string;
  /** What it was: a role, a type, a kind. */
  readonly what: string;
}

/** Ends a row of a table of what belongs to organisations, on a day. */
export async function endPart(ctx: TxContext, table: string, what: Sql, { id, on }: PartEndInput): Promise<EndedPart> {
  const day = dayOf(ctx, on);
  const { rows } = await ask<Omit<EndedPart, 'to'>>(ctx, sql`
    select part.organisation_id, part.valid_from::text as from, ${what} as what from people.${identifier(table)} part join people.organisation o on o.id = part.organisation_id
    where part.id = ${id}::uuid and part.valid_to is null and ${inPlacesOf(ctx, sql`o.place_id`)} and ${inOrganisationsOf(ctx, sql`o.id`)} for update of part`);
  const part = rows[0] ?? refuse(partNotFound('id'));
  if (part.from >= day) refuse(endsBeforeStart('on', { from: part.from, to: day }));
  await ask(ctx, sql`update people.${identifier(table)} set valid_to = ${day}::date where id = ${id}::uuid`);
  return { ...part, to: day };
}
