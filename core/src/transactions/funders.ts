import { organisationRoles } from '../people/organisations/kinds.js';
import { inOrganisationsOf } from '../people/organisations/scope.js';
import { inPlacesOf } from '../people/scope.js';
import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import { refuse, type Refusal } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { funderUnknown, organisationUnknown } from './refusals.js';

/** A ministry, a bank or a partner is one while it has the role. */
export const funderRole = organisationRoles.contribute('funder', { description: 'Gives the money that schemes pay out.' });

async function find(ctx: TxContext, id: string | null | undefined, also: Sql, unknown: Refusal): Promise<string | null> {
  if (!id) return null;
  const { rows } = await ask<{ id: string }>(ctx, sql`
    select o.id from people.organisation o
    where o.id = ${id}::uuid and (o.place_id is null or ${inPlacesOf(ctx, sql`o.place_id`)}) and ${inOrganisationsOf(ctx, sql`o.id`)} and ${also}`);
  return rows[0]?.id ?? refuse(unknown);
}

/** The UUID of an organisation that the actor may see; null where none is given. */
export function readOrganisation(ctx: TxContext, id: string | null | undefined, path = 'organisationId'): Promise<string | null> {
  return find(ctx, id, trusted('true'), organisationUnknown(path));
}

/** The same of one that is a funder today. */
export function readFunder(ctx: TxContext, id: string | null | undefined, path = 'funderId'): Promise<string | null> {
  return find(ctx, id, sql`exists (
    select from people.organisation_role r where r.organisation_id = o.id and r.role = 'funder' and r.valid_from <= ${ctx.today}::date and (r.valid_to is null or r.valid_to > ${ctx.today}::date))`, funderUnknown(path));
}
