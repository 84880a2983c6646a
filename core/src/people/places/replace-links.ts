import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { HeldHierarchy } from './hold-hierarchy.js';
import { childrenLeft, linkUnclear, notBelow } from './refusals.js';
import type { PlacesReplaceInput } from './replace-input.js';
import type { Replacement } from './replacement.js';
import { setParents, type Move } from './set-parents.js';

interface Link {
  readonly hierarchy_id: string;
  readonly place_id: string;
  readonly place: string;
  readonly parent_id: string | null;
  readonly parent: string | null;
}

/** Puts successors into the hierarchies in which what they replace was, and what was below it below them. */
export async function replaceInHierarchies(ctx: TxContext, hierarchies: readonly HeldHierarchy[], input: PlacesReplaceInput, replacements: readonly Replacement[]): Promise<void> {
  const ending = replacements.map(({ id }) => id);
  const { rows } = await ctx.tx.query<Link>(
    `select l.hierarchy_id, l.place_id, here.code as place, l.parent_id, above.code as parent
     from people.place_link l join people.place here on here.id = l.place_id left join people.place above on above.id = l.parent_id
     where (l.place_id = any($1) or l.parent_id = any($1)) and l.valid_to is null order by here.code`, [ending],
  );
  for (const hierarchy of hierarchies) {
    const links = rows.filter(({ hierarchy_id: id }) => id === hierarchy.id);
    const below = links.filter(({ place_id: place, parent_id: parent }) => !ending.includes(place) && parent !== null && ending.includes(parent));
    const told = hierarchy.main ? toldChildren(input, below) : new Map<string, Told>();
    if (!hierarchy.main) await succeed(ctx, hierarchy, input, replacements, links);
    await setParents(ctx, hierarchy, below.map((link) => childMove(link, told, replacements, input.on)));
  }
}

interface Told {
  readonly parentCode: string;
  readonly path: string;
}

function toldChildren({ children }: PlacesReplaceInput, below: readonly Link[]): ReadonlyMap<string, Told> {
  const codes = new Set(below.map(({ place }) => place));
  const told = new Map<string, Told>();
  (children ?? []).forEach(({ parentCode, codes: moved }, index) => moved.forEach((code, at) => {
    if (!codes.has(code) || told.has(code)) refuse(notBelow(`children.${index}.codes.${at}`, { code }));
    told.set(code, { parentCode, path: `children.${index}` });
  }));
  return told;
}

function childMove({ place, parent }: Link, told: ReadonlyMap<string, Told>, replacements: readonly Replacement[], on: string): Move {
  const said = told.get(place);
  if (said) return { code: place, parentCode: said.parentCode, on, path: `${said.path}.codes`, parentPath: `${said.path}.parentCode` };
  const replacement = replacements.find(({ code }) => code === parent);
  if (!replacement?.rest) return refuse(childrenLeft(replacement?.path ?? 'replacements', { code: parent ?? '', children: place }));
  return { code: place, parentCode: replacement.rest.code, on, path: replacement.path, parentPath: replacement.path };
}

/** Ends what the old places were in, and lets the new ones be there, where it was one and the same place for all that they replace. */
async function succeed(ctx: TxContext, hierarchy: HeldHierarchy, input: PlacesReplaceInput, replacements: readonly Replacement[], links: readonly Link[]): Promise<void> {
  const ending = replacements.map(({ id }) => id);
  const own = new Map(links.filter(({ place_id: place }) => ending.includes(place)).map((link) => [link.place, link]));
  await ctx.tx.query('delete from people.place_link where hierarchy_id = $1 and place_id = any($2) and valid_to is null and valid_from >= $3', [hierarchy.id, ending, input.on]);
  await ctx.tx.query('update people.place_link set valid_to = $3 where hierarchy_id = $1 and place_id = any($2) and valid_to is null', [hierarchy.id, ending, input.on]);
  const successors = [...new Set(replacements.flatMap(({ successors: codes }) => codes))];
  const { rows } = await ctx.tx.query<{ code: string }>(
    `select p.code from people.place p join people.place_link l on l.place_id = p.id and l.hierarchy_id = $1 and l.valid_to is null where p.code = any($2)`, [hierarchy.id, successors],
  );
  const there = new Set(rows.map(({ code }) => code));
  const moves = successors.filter((code) => !there.has(code)).flatMap((code): readonly Move[] => {
    const of = replacements.filter((replacement) => replacement.successors.includes(code));
    // A parent that ends as well stands for what takes it over.
    const parents = new Set(of.flatMap((replacement) => {
      const link = own.get(replacement.code);
      if (!link) return [];
      const above = replacements.find((other) => other.code === link.parent);
      return [above ? (above.rest?.code ?? '') : link.parent];
    }));
    if (parents.size === 0) return [];
    const [parentCode = null] = parents;
    const path = of[0]?.path ?? 'replacements';
    if (parents.size > 1 || parentCode === '') return refuse(linkUnclear(path, { code, hierarchy: hierarchy.code }));
    return [{ code, parentCode, on: input.on, path, parentPath: path }];
  });
  await setParents(ctx, hierarchy, moves);
}
