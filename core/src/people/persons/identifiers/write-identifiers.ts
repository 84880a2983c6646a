import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { sealWith } from '../../../kernel/secrets/data-keys.js';
import { digests } from '../../../kernel/secrets/secrets.js';
import { refuse, type Refusal } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { keysForNewPersons, keysForPersons } from '../keys/person-keys.js';
import { endsBeforeStart, identifierInvalid, identifierTaken, identifierTwice, identifierTypeUnknown } from '../refusals.js';
import type { IdentifierInput } from './identifier-input.js';
import { isPossible, normalForm, typesOf, type IdentifierType } from './identifier-type.js';

/** An identifier to write, and where it stands in the input, for refusals. */
export interface IdentifierToAdd {
  readonly personId: string;
  readonly identifier: IdentifierInput;
  readonly path: string;
}

/** Names an identifier's type where its digest and seal are made. */
export const identifierPurpose = (type: string): string => `people.identifier/${type}`;

interface Read {
  readonly given: IdentifierToAdd;
  readonly type: IdentifierType;
  readonly normal: string;
}

/**
 * Writes identifiers, with a few statements however many there are.
 *
 * @param ofNewPersons whether all of them are of persons who are registered in this transaction
 * @returns their UUIDs, in the order given
 * @throws Refused where a type is unknown, a number can't be, or somebody holds it: never who
 */
export async function insertIdentifiers(ctx: TxContext, given: readonly IdentifierToAdd[], ofNewPersons = false): Promise<readonly string[]> {
  if (given.length === 0) return [];
  const types = typesOf(ctx);
  const refusals: Refusal[] = [];
  const read = given.flatMap((each) => readOne(types, each, refusals));
  if (refusals.length > 0) refuse(...refusals);
  const keys = await (ofNewPersons ? keysForNewPersons : keysForPersons)(ctx, read.filter(({ type }) => type.secret).map(({ given: { personId } }) => personId));
  const rows = read.map(({ given: { personId, identifier, path }, type, normal }) => {
    const id = uuidv7();
    const { type: code, issuer, validFrom, validTo } = identifier;
    const known = digests(ctx, identifierPurpose(code), normal);
    const key = type.secret ? keys.get(personId) : undefined;
    return {
      path, older: known.slice(1),
      row: {
        id, person_id: personId, type: code, issuer: issuer ?? type.issuer ?? null, valid_from: validFrom ?? null, valid_to: validTo ?? null,
        value: key ? null : normal, digest: hex(known[0]), sealed: key ? hex(sealWith(key, { purpose: identifierPurpose(code), row: id }, normal)) : null,
      },
    };
  });
  const first = new Map<string, string>();
  for (const { row, path } of rows) {
    const name = `${row.type} ${row.digest}`;
    if (first.has(name)) refusals.push(identifierTwice(`${path}.value`, { other: first.get(name) ?? '' }));
    first.set(name, path);
  }
  if (refusals.length > 0) refuse(...refusals);
  const taken = await heldByOlderKeys(ctx, rows.flatMap(({ row: { type }, path, older }) => older.map((each) => ({ type, digest: hex(each), path }))));
  const { rows: written } = await ctx.tx.query<{ id: string }>(
    `insert into people.identifier (id, person_id, type, value, digest, sealed, issuer, valid_from, valid_to)
     select id, person_id, type, value, digest, sealed, issuer, valid_from, valid_to from jsonb_populate_recordset(null::people.identifier, $1)
     on conflict (type, digest) where ended_on is null do nothing returning id`,
    [JSON.stringify(rows.map(({ row }) => row))],
  );
  const ids = new Set(written.map(({ id }) => id));
  const refused = rows.filter(({ row, path }) => !ids.has(row.id) || taken.has(path));
  if (refused.length > 0) refuse(...refused.map(({ path }) => identifierTaken(`${path}.value`)));
  return rows.map(({ row }) => row.id);
}

function readOne(types: ReadonlyMap<string, IdentifierType>, given: IdentifierToAdd, refusals: Refusal[]): readonly Read[] {
  const { identifier: { type: code, value, validFrom, validTo }, path } = given;
  const type = types.get(code);
  if (!type) {
    refusals.push(identifierTypeUnknown(`${path}.type`, { types: [...types.keys()].join(', ') }));
    return [];
  }
  const normal = normalForm(type, value);
  if (!isPossible(type, normal)) refusals.push(identifierInvalid(`${path}.value`, { type: type.description }));
  if (validFrom && validTo && validTo <= validFrom) refusals.push(endsBeforeStart(`${path}.validTo`, { from: validFrom, to: validTo }));
  return [{ given, type, normal }];
}

/** While keys rotate, the unique index sees no equality between the old key's digests and the new one's. */
async function heldByOlderKeys(ctx: TxContext, wanted: readonly { readonly type: string; readonly digest: string; readonly path: string }[]): Promise<ReadonlySet<string>> {
  if (wanted.length === 0) return new Set();
  const { rows } = await ctx.tx.query<{ path: string }>(
    `select w.path from jsonb_to_recordset($1) as w(type text, digest bytea, path text)
     join people.identifier i on i.type = w.type and i.digest = w.digest and i.ended_on is null`, [JSON.stringify(wanted)],
  );
  return new Set(rows.map(({ path }) => path));
}

function hex(bytes: Buffer | undefined): string {
  return `\\x${bytes?.toString('hex') ?? ''}`;
}

/**
 * The digests under which an identifier may be stored, for looking it up by `type` and `digest = any(…)`; with none where no
 * number of that type can be so, `undefined` where there is no such type.
 */
export function identifierDigests(ctx: Pick<Context, 'platform'>, code: string, value: string): readonly Buffer[] | undefined {
  const type = typesOf(ctx).get(code);
  if (!type) return undefined;
  const normal = normalForm(type, value);
  return isPossible(type, normal) ? digests(ctx, identifierPurpose(code), normal) : [];
}
