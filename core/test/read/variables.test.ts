import fc from 'fast-check';
import { execute, parse, validate, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERANDS, randomArguments } from './testing/arguments.js';
import { insertRandomData } from './testing/data.js';
import type { ConnectionArguments } from './testing/lists.js';
import { answerNaively, naiveSchema } from './testing/oracle.js';
import { everything, run, start, type Started } from './testing/platform.js';
import { proofModule } from './testing/proof-module.js';
import { seededTape } from './testing/random.js';
import { readAllRows, type Rows } from './testing/rows.js';

let started: Started;
let rows: Rows;
let naive: GraphQLSchema;
beforeAll(async () => {
  started = await start({ modules: [proofModule] });
  await insertRandomData(started.pool, 4);
  rows = await readAllRows(started.platform, started.pool, OPERANDS);
  naive = naiveSchema(rows);
});
afterAll(() => started.stop());

const ARGUMENTS = '$first: Int, $after: String, $last: Int, $before: String, $where: PersonWhere, $orderBy: [PersonOrderBy!], $count: Boolean!, $of: LocalDate';
const document = parse(`query People(${ARGUMENTS}) {
  persons(first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: $orderBy) {
    ...Page
    totalCount @include(if: $count)
    edges @skip(if: $count) { cursor node { familyName household { members(where: $where, first: $first) { nodes { id age } } } } }
  }
  accounts(first: 2) @include(if: $count) { nodes { balance(asOf: $of) { amount } } }
}
fragment Page on PersonConnection { nodes { id birthDate } pageInfo { hasNextPage hasPreviousPage endCursor @include(if: $count) } }`);

async function bothWays(variables: Readonly<Record<string, unknown>>): Promise<void> {
  const expected = JSON.stringify(await answerNaively(naive, document, variables, { places: null }));
  const contextValue = everything(started.platform);
  const written = await started.platform.reads.answer(contextValue, document, document.definitions[0] as OperationDefinitionNode, variables);
  if (written !== undefined) expect(JSON.stringify({ data: JSON.parse(written) as unknown }), JSON.stringify(variables)).toBe(expected);
  // With $count the balance needs JavaScript, without it PostgreSQL writes the answer.
  expect(written === undefined).toBe(variables['count'] === true);
  const walked = await execute({ schema: started.platform.schema, document, variableValues: variables, contextValue });
  expect(JSON.stringify(walked), JSON.stringify(variables)).toBe(expected);
}

/** An argument that is not given is absent or null. */
function variablesFrom({ first, after, last, before, where, orderBy }: ConnectionArguments, nulls: boolean, count: boolean): Record<string, unknown> {
  const all = { first, after, last, before, where, orderBy };
  return { count, ...Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value !== undefined ? [[name, value]] : nulls ? [[name, null]] : []))) };
}

describe('one document with many variables', () => {
  it('is answered right each time, whatever was prepared before', async () => {
    expect(validate(started.platform.schema, document)).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), fc.boolean(), async (seed, nulls, count) => {
        await bothWays(variablesFrom(randomArguments(rows, seededTape(seed, 60), 'Person'), nulls, count));
      }),
      { numRuns: Number(process.env['KINGA_PROPERTY_RUNS'] ?? 150) },
    );
  }, 3_600_000);

  it('takes each of several variables of one order into account', async () => {
    const source = 'query ($a: OrderDirection!, $b: OrderDirection!) { persons(orderBy: [{ sex: $a }, { familyName: $b }], first: 100) { nodes { id } } }';
    const ids = async (a: string, b: string): Promise<string> => JSON.stringify(await run(everything(started.platform), source, { a, b }));
    const literally = async (a: string, b: string): Promise<string> =>
      JSON.stringify(await run(everything(started.platform), `{ persons(orderBy: [{ sex: ${a} }, { familyName: ${b} }], first: 100) { nodes { id } } }`));
    for (const [a, b] of [['ASC', 'ASC'], ['ASC', 'DESC'], ['DESC', 'ASC'], ['DESC', 'DESC']] as const) expect(await ids(a, b)).toBe(await literally(a, b));
  });

  it('tells zero from null, and lists of one length from those of another', async () => {
    const source = 'query ($first: Int, $ids: [ID!], $or: [PersonWhere!]) { persons(first: $first, where: { id: { in: $ids }, or: $or }) { totalCount nodes { id } } }';
    const ids = (rows.byType.get('Person') ?? []).slice(0, 3).map(({ id }) => `person_${id.replaceAll('-', '')}`);
    const answer = async (variables: object): Promise<readonly [number, number]> => {
      const { persons } = await run<{ persons: { totalCount: number; nodes: readonly object[] } }>(everything(started.platform), source, variables as Record<string, unknown>);
      return [persons.totalCount, persons.nodes.length];
    };
    expect(await answer({ first: 0, ids })).toEqual([3, 0]);
    expect(await answer({ first: null, ids })).toEqual([3, 3]);
    expect(await answer({ first: 1, ids: ids.slice(1) })).toEqual([2, 1]);
    expect(await answer({ first: 2, ids: [] })).toEqual([0, 0]);
    expect(await answer({ ids, or: [{ id: { eq: ids[0] } }] })).toEqual([1, 1]);
    expect(await answer({ ids, or: [{ id: { eq: ids[0] } }, { id: { eq: ids[1] } }] })).toEqual([2, 2]);
    expect(await answer({ ids, or: [] })).toEqual([0, 0]);
    expect(await answer({ ids })).toEqual([3, 3]);
  });
});
