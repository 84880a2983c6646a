import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { attack } from './testing/attack.js';

let test: TestPlatform;
let clerk: TestClient;
beforeAll(async () => {
  test = await startTestPlatform({ workers: false });
  clerk = test.as('people.persons.read', 'people.places.read', 'exchange.exports.make', 'exchange.exports.read', 'kernel.files.read', 'kernel.jobs.read');
});
afterAll(() => test?.stop());

const START = 'mutation ($input: ExportStartInput!) { exportStart(input: $input) { export { id } userErrors { code message path } } }';
const input = (query: string): Readonly<Record<string, unknown>> => ({ input: { query, format: 'JSONL' } });

/** The query within an export is held to the limits of any other. */
function limit(name: string, above: string, below: string): void {
  attack(name, {
    blocked: async () => expect(await clerk.refuse(START, input(above))).toMatchObject([{ code: 'EXPORT_QUERY_INVALID', path: ['input', 'query'] }]),
    twin: () => clerk.run(START, input(below)),
  });
}

describe('the query within an export', () => {
  const deep = (levels: number): string => `{ places { nodes { ${'parent { '.repeat(levels - 3)} id ${'} '.repeat(levels - 3)} } } }`;
  limit('11 levels', deep(11), deep(10));
  const doubling = (times: number): string =>
    `{ places { nodes { ...F0 } } } ${Array.from({ length: times }, (_, index) => `fragment F${index} on Place { id ...F${index + 1} ...F${index + 1} }`).join(' ')} fragment F${times} on Place { code }`;
  limit('fragments that double twenty times', doubling(20), doubling(4));
  const aliases = (count: number): string => `{ places { nodes { ${Array.from({ length: count }, (_, index) => `a${index}: id`).join(' ')} } } }`;
  limit('16 aliases', aliases(16), aliases(15));
  const values = (levels: number): string => `{ places(where: ${'{ and: ['.repeat(levels)}{ code: { eq: "R" } }${'] }'.repeat(levels)}) { nodes { id } } }`;
  limit('a filter of two hundred levels', values(100), values(3));
});
