import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { noteRead } from '../../kernel/audit/read-log.js';
import type { Context } from '../../kernel/context.js';
import { parameters, render, sql } from '../../kernel/read/sql.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { seesPerson } from '../../people/scope.js';
import { Person } from '../../people/persons/person.js';
import { DuplicateComparison, type Comparison } from './comparison.js';
import { DuplicateCandidate } from './duplicate-candidate.js';
import { readRows } from '../../kernel/read/read-rows.js';

@Resolver(() => DuplicateCandidate)
export class CandidateComparisons {
  @FieldResolver(() => [DuplicateComparison], { description: 'Field by field: how both agree, and what that says.' })
  @Requires('matching.duplicates.read')
  @Needs('compared', 'first', 'second')
  async comparisons(@Root() { compared, first, second }: { readonly compared: readonly Comparison[]; readonly first: string; readonly second: string }, @Ctx() ctx: Context): Promise<readonly Comparison[]> {
    await noteRead(ctx, { fields: ['DuplicateCandidate.comparisons'], subjects: [first, second] });
    return compared;
  }
}

const MOST = 20;

@Resolver(() => Person)
export class OpenPairs {
  @FieldResolver(() => [DuplicateCandidate], { description: 'Open pairs of this person and another who may be the same, the likeliest first; at most 20.' })
  @Requires('matching.duplicates.read')
  async duplicateCandidates(@Root() person: { readonly id: string }, @Ctx() ctx: Context): Promise<readonly { readonly id: string }[]> {
    const ids = await ctx.reads.loader<string, readonly string[]>('matching.duplicate-candidates', (persons) => openPairsOf(ctx, persons)).load(person.id);
    return ids.map((id) => ({ id }));
  }
}

async function openPairsOf(ctx: Context, persons: readonly string[]): Promise<readonly (readonly string[])[]> {
  const statement = render(sql`
    select of.id as person, array(
      select c.id from matching.duplicate_candidate c join people.person one on one.id = c.first_id join people.person two on two.id = c.second_id
      where (c.first_id = of.id or c.second_id = of.id) and c.state = 'OPEN' and ${seesPerson(ctx, sql`one`)} and ${seesPerson(ctx, sql`two`)}
      order by c.score desc, c.id limit ${MOST}::int) as pairs
    from unnest(${persons}::uuid[]) of(id)`);
  const { rows } = await readRows<{ person: string; pairs: string[] }>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  const found = new Map(rows.map(({ person, pairs }) => [person, pairs]));
  return persons.map((person) => found.get(person) ?? []);
}
