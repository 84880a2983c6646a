import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERANDS, randomArguments } from './testing/arguments.js';
import { insertRandomData } from './testing/data.js';
import { everything, run, start, type Started } from './testing/platform.js';
import { readAllRows, type Rows } from './testing/rows.js';
import { seededTape } from './testing/random.js';

let started: Started;
let rows: Rows;
beforeAll(async () => {
  started = await start();
  await insertRandomData(started.pool, 11);
  rows = await readAllRows(started.platform, started.pool, OPERANDS);
});
afterAll(() => started.stop());

interface Page {
  readonly list: {
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
    readonly totalCount: number;
  };
}

/** Every list that there is, with and without a parent. */
const LISTS = [['persons', 'Person'], ['memberships', 'Membership'], ['entitlements', 'Entitlement'], ['postings', 'Posting'], ['households', 'Household'], ['jobs', 'Job']] as const;

describe('walking a list by its cursors', () => {
  it('gives each row once, forward and backward, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...LISTS), fc.nat(), fc.integer({ min: 1, max: 7 }), fc.constantFrom(null, ['P1'], ['P0']), async ([field, type], seed, size, places) => {
        const { where, orderBy } = randomArguments(rows, seededTape(seed, 80), type);
        const ctx = everything(started.platform, places);
        const declared = `$where: ${type}Where, $orderBy: [${type}OrderBy!]`;
        const page = async (more: string, variables: object): Promise<Page['list']> => {
          const source = `query (${declared}, $size: Int, $at: String) { list: ${field}(where: $where, orderBy: $orderBy, ${more}) { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
          return (await run<Page>(ctx, source, { where, orderBy, ...variables })).list;
        };
        const whole = (await page('first: $size, after: $at', { size: 100 })).nodes.map(({ id }) => id);

        const forward: string[] = [];
        for (let at: string | null = null, more = true; more; ) {
          const { nodes, pageInfo, totalCount } = await page('first: $size, after: $at', { size, at });
          expect(totalCount).toBe(whole.length);
          expect(pageInfo.hasPreviousPage).toBe(at !== null);
          forward.push(...nodes.map(({ id }) => id));
          [at, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
        }
        expect(forward).toEqual(whole);

        const backward: string[] = [];
        for (let at: string | null = null, more = true; more; ) {
          const { nodes, pageInfo } = await page('last: $size, before: $at', { size, at });
          expect(pageInfo.hasNextPage).toBe(at !== null);
          backward.unshift(...nodes.map(({ id }) => id));
          [at, more] = [pageInfo.startCursor, pageInfo.hasPreviousPage];
        }
        expect(backward).toEqual(whole);
      }),
      { numRuns: Number(process.env['KINGA_PROPERTY_RUNS'] ?? 60) },
    );
  }, 3_600_000);

  it('goes on where a row was that is gone by now', async () => {
    const ctx = everything(started.platform);
    await started.pool.query("insert into kernel.job (id, name, input, actor, today) select kernel.uuid7(), 'gone-' || n, '{}', '{}', '2026-03-01' from generate_series(1, 4) n");
    const source = 'query ($at: String) { jobs(first: 2, after: $at, where: { name: { startsWith: "gone-" } }, orderBy: [{ name: DESC }]) { nodes { name } pageInfo { endCursor } } }';
    type Jobs = { jobs: { nodes: { name: string }[]; pageInfo: { endCursor: string } } };
    const { jobs: first } = await run<Jobs>(ctx, source);
    await started.pool.query("delete from kernel.job where name = 'gone-3'");
    const { jobs: second } = await run<Jobs>(ctx, source, { at: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes].map(({ name }) => name)).toEqual(['gone-4', 'gone-3', 'gone-2', 'gone-1']);
  });
});
