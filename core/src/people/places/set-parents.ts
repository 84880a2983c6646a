import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { findPlaceRows } from './find-place.js';
import type { HeldHierarchy } from './hold-hierarchy.js';
import { linkLater, notInHierarchy, placeCycle, rootReserved } from './refusals.js';

/** That a place comes under a parent on a day. */
export interface Move {
  readonly code: string;
  readonly parentCode: string | null;
  readonly on: string;
  /** Where in the input the place and the parent are named. */
  readonly path: string;
  readonly parentPath: string;
}

interface Link {
  readonly place_id: string;
  readonly parent_id: string | null;
  readonly valid_from: string;
}

/**
 * Puts places under parents in a hierarchy that is held; a place that isn't in it yet comes into it. Number it afterwards.
 *
 * @returns UUIDs of the places that moved
 */
export async function setParents(ctx: TxContext, hierarchy: HeldHierarchy, moves: readonly Move[]): Promise<readonly string[]> {
  const selves = moves.filter(({ code, parentCode }) => code === parentCode);
  if (selves.length > 0) refuse(...selves.map(({ code, parentPath }) => placeCycle(parentPath, { path: `${code} in ${code}` })));
  const reserved = ctx.actor.places === null ? [] : moves.filter(({ parentCode }) => parentCode === null);
  if (reserved.length > 0) refuse(...reserved.map(({ parentPath }) => rootReserved(parentPath)));
  const places = await findPlaceRows(ctx, moves.flatMap(({ code, parentCode, on, path, parentPath }) =>
    [{ code, path, on }, ...(parentCode === null ? [] : [{ code: parentCode, path: parentPath, on }])]));
  const idOf = (code: string | null): string | null => (code === null ? null : places.get(code)?.id ?? null);
  const links = await presentLinks(ctx, hierarchy, [...places.values()].map(({ id }) => id));
  if (!hierarchy.main) checkMembers(hierarchy, moves, (code) => links.has(idOf(code) ?? ''));
  const changes = moves.flatMap(({ code, parentCode, on, path }) => {
    const [id, parent] = [idOf(code), idOf(parentCode)];
    const link = links.get(id ?? '');
    if (!id || (link && link.parent_id === parent)) return [];
    if (link && link.valid_from > on) refuse(linkLater(path, { code, from: link.valid_from, day: on }));
    return [{ id, parent, on }];
  });
  if (changes.length > 0) await (hierarchy.main ? writeMain : writeOther)(ctx, hierarchy, JSON.stringify(changes));
  return changes.map(({ id }) => id);
}

/** The links that hold now, by place. */
async function presentLinks(ctx: TxContext, hierarchy: HeldHierarchy, places: readonly string[]): Promise<ReadonlyMap<string, Link>> {
  const { rows } = await ctx.tx.query<Link>(
    'select place_id, parent_id, valid_from::text from people.place_link where hierarchy_id = $1 and place_id = any($2) and valid_to is null', [hierarchy.id, places],
  );
  return new Map(rows.map((link) => [link.place_id, link]));
}

function checkMembers(hierarchy: HeldHierarchy, moves: readonly Move[], isMember: (code: string) => boolean): void {
  const coming = new Set(moves.map(({ code }) => code));
  const strangers = moves.flatMap(({ parentCode, parentPath }) =>
    parentCode === null || coming.has(parentCode) || isMember(parentCode) ? [] : [notInHierarchy(parentPath, { code: parentCode, hierarchy: hierarchy.code })]);
  if (strangers.length > 0) refuse(...strangers);
}

const CHANGES = 'jsonb_to_recordset($1) as c(id uuid, parent uuid, "on" date)';

/** The database keeps the links of the main hierarchy, whoever writes the places. */
async function writeMain(ctx: TxContext, _hierarchy: HeldHierarchy, changes: string): Promise<void> {
  await ctx.tx.query(`update people.place p set parent_id = c.parent, parent_since = c."on" from ${CHANGES} where p.id = c.id`, [changes]);
}

async function writeOther(ctx: TxContext, hierarchy: HeldHierarchy, changes: string): Promise<void> {
  await ctx.tx.query(
    `with ended as (
       update people.place_link l set valid_to = c."on" from ${CHANGES}
       where l.hierarchy_id = $2 and l.place_id = c.id and l.valid_to is null and l.valid_from < c."on")
     update people.place_link l set parent_id = c.parent from ${CHANGES}
     where l.hierarchy_id = $2 and l.place_id = c.id and l.valid_to is null and l.valid_from = c."on"`, [changes, hierarchy.id],
  );
  await ctx.tx.query(
    `insert into people.place_link (hierarchy_id, place_id, parent_id, valid_from) select $2, c.id, c.parent, c."on" from ${CHANGES}
     where not exists (select from people.place_link l where l.hierarchy_id = $2 and l.place_id = c.id and l.valid_to is null)`, [changes, hierarchy.id],
  );
}
