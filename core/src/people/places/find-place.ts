import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { refuse } from '../../kernel/write/refusal.js';
import { placeNotFound, placeNotValid } from './refusals.js';
import { inPlacesOf } from '../scope.js';

/** A place that is named in an input. */
export interface NamedPlace {
  readonly code: string;
  /** Where in the input, for refusals. */
  readonly path: string;
  /** From which day on it has to be there; today where left out. */
  readonly on?: string;
}

export interface FoundPlace {
  readonly id: string;
  readonly code: string;
  readonly validFrom: string;
}

interface Row {
  readonly id: string;
  readonly code: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

/**
 * Places by code; refuses those that don't exist, lie outside of the actor's own, have ended or had not begun. They can't
 * end before the transaction does, so that nothing is put into a place that another transaction ends meanwhile.
 */
export async function findPlaceRows(ctx: TxContext, places: readonly NamedPlace[]): Promise<ReadonlyMap<string, FoundPlace>> {
  if (places.length === 0) return new Map();
  const wanted = [...new Set(places.map(({ code }) => code))];
  const { rows } = await ask<Row>(ctx, sql`
    select p.code, p.id, p.valid_from::text, p.valid_to::text from people.place p
    where p.code = any(${wanted}::text[]) and ${inPlacesOf(ctx, sql`p.id`)} order by p.id for key share of p`);
  const found = new Map(rows.map((row) => [row.code, row]));
  const refusals = places.flatMap(({ code, path, on = ctx.today }) => {
    const row = found.get(code);
    if (!row) return [placeNotFound(path, { code })];
    const holds = row.valid_from <= on && row.valid_to === null;
    return holds ? [] : [placeNotValid(path, { code, from: row.valid_from, to: row.valid_to ?? '…', day: on })];
  });
  if (refusals.length > 0) refuse(...refusals);
  return new Map(rows.map(({ id, code, valid_from: validFrom }) => [code, { id, code, validFrom }]));
}

/** Places by code, as UUIDs; refuses those that don't exist, lie outside of the actor's own, have ended or had not begun. */
export async function findPlaces(ctx: TxContext, codes: readonly NamedPlace[]): Promise<ReadonlyMap<string, string>> {
  return new Map([...await findPlaceRows(ctx, codes)].map(([code, { id }]) => [code, id]));
}
