import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inPlacesOf } from '../scope.js';
import { organisationNotFound } from './refusals.js';
import { inOrganisationsOf } from './scope.js';

export interface HeldOrganisation {
  readonly id: string;
  readonly version: number;
  readonly parent_id: string | null;
}

/** An organisation that the actor may change, held until the transaction ends: one with its seat in one of the actor's places. */
export async function holdOrganisation(ctx: TxContext, code: string, path = 'code'): Promise<HeldOrganisation> {
  const { rows } = await ask<HeldOrganisation>(ctx, sql`
    select o.id, o.version, o.parent_id from people.organisation o where o.code = ${code}::text and ${inPlacesOf(ctx, sql`o.place_id`)} and ${inOrganisationsOf(ctx, sql`o.id`)} for no key update of o`);
  return rows[0] ?? refuse(organisationNotFound(path, { code }));
}

/** UUIDs by code of organisations that others may be parts of: the actor need not be able to change them, only to see them. */
export async function findParents(ctx: TxContext, wanted: readonly { readonly code: string; readonly path: string }[]): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await ask<{ code: string; id: string }>(ctx, sql`
    select o.code, o.id from people.organisation o
    where o.code = any(${wanted.map(({ code }) => code)}::text[]) and (o.place_id is null or ${inPlacesOf(ctx, sql`o.place_id`)}) and ${inOrganisationsOf(ctx, sql`o.id`)}`);
  const found = new Map(rows.map(({ code, id }) => [code, id]));
  const missing = wanted.filter(({ code }) => !found.has(code));
  if (missing.length > 0) refuse(...missing.map(({ code, path }) => organisationNotFound(path, { code })));
  return found;
}
