import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { HeldHierarchy } from './hold-hierarchy.js';
import { placeCycle } from './refusals.js';

/**
 * A place that one other took over as a whole lies within that one: whoever sees the new one sees what was decided, owed and paid in the
 * old one. One that became several stays within what it was in, since nobody can tell from a row of it whose it is now.
 */
const IN_MAIN = `select p.id, coalesce(heir.id, p.parent_id) as parent_id, p.code from people.place p left join (
  select s.predecessor_id, min(s.successor_id::text)::uuid as id from people.place_succession s group by s.predecessor_id having count(*) = 1) heir on heir.predecessor_id = p.id`;
const IN_OTHER = `select l.place_id as id, l.parent_id, p.code from people.place_link l join people.place p on p.id = l.place_id
  where l.hierarchy_id = $1 and l.valid_to is null`;

/** `line` is the place and all that it is in, as UUIDs. */
const tree = (members: string): string => `with recursive member as materialized (${members}),
  tree as (
    select id, array[code collate "C"] as path, array[id] as line from member where parent_id is null
    union all
    select m.id, t.path || (m.code collate "C"), t.line || m.id from member m join tree t on m.parent_id = t.id)`;

const intervals = (members: string): string => `${tree(members)},
  numbered as materialized (select id, line, cardinality(line) - 1 as depth, row_number() over (order by path)::int as number from tree),
  last as (select above as id, max(number) as last_number from numbered, unnest(line) as above group by above),
  interval as (select n.id, n.depth, n.number, l.last_number from numbered n join last l on l.id = n.id)`;
const LOST = 'select ((select count(*) from member) - (select count(*) from numbered))::int as lost';

const NUMBER_MAIN = `${intervals(IN_MAIN)},
  written as (
    update people.place p set depth = i.depth, number = i.number, last_number = i.last_number
    from interval i where i.id = p.id and (p.number, p.last_number, p.depth) is distinct from (i.number, i.last_number, i.depth))
  ${LOST}`;
const NUMBER_OTHER = `${intervals(IN_OTHER)},
  gone as (delete from people.place_position where hierarchy_id = $1 and place_id not in (select id from interval)),
  written as (
    insert into people.place_position as p (hierarchy_id, place_id, depth, number, last_number)
    select $1, id, depth, number, last_number from interval
    on conflict (hierarchy_id, place_id) do update set depth = excluded.depth, number = excluded.number, last_number = excluded.last_number
    where (p.number, p.last_number, p.depth) is distinct from (excluded.number, excluded.last_number, excluded.depth))
  ${LOST}`;

/**
 * Numbers a hierarchy in preorder, in one statement, so that a subtree is an interval. Only rows whose numbers change are
 * written. Places that no root leads to are in a loop: refuses, at the input's path for a place of the loop.
 */
export async function numberPlaces(ctx: TxContext, hierarchy: HeldHierarchy, pathOf: (codes: readonly string[]) => string): Promise<void> {
  const { rows } = await ctx.tx.query<{ lost: number }>(hierarchy.main ? NUMBER_MAIN : NUMBER_OTHER, hierarchy.main ? [] : [hierarchy.id]);
  if (rows[0]?.lost === 0) return;
  const loop = await loopIn(ctx, hierarchy);
  refuse(placeCycle(pathOf(loop), { path: loop.join(' in ') }));
}

/** Codes of one loop: each is in the next, the first comes last again. */
async function loopIn(ctx: TxContext, hierarchy: HeldHierarchy): Promise<readonly string[]> {
  const { rows } = await ctx.tx.query<{ code: string; parent: string }>(
    `${tree(hierarchy.main ? IN_MAIN : IN_OTHER)} select m.code, p.code as parent from member m join people.place p on p.id = m.parent_id
     where m.id not in (select id from tree) order by m.code`, hierarchy.main ? [] : [hierarchy.id],
  );
  const parents = new Map(rows.map(({ code, parent }) => [code, parent]));
  const line: string[] = [];
  for (let at = rows[0]?.code; at !== undefined; at = parents.get(at)) {
    if (line.includes(at)) return [...line.slice(line.indexOf(at)), at];
    line.push(at);
  }
  throw new Error(`places of the hierarchy ${hierarchy.code} hang on no root: ${line.join(' in ')}`);
}
