import { afterAll, beforeAll, expect } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { attack } from './testing/attack.js';

let test: TestPlatform;
beforeAll(async () => void (test = await startTestPlatform({ workers: false })));
afterAll(() => test?.stop());

const page = (first: number): string => `{ persons(first: ${first}) { nodes { id } } }`;
const codes = async (source: string): Promise<readonly string[]> => (await test.as('people.persons.read').send(source)).errors.map(({ code }) => code);

attack('a page of 101 rows', {
  blocked: async () => expect(await codes(page(101))).toEqual(['BAD_USER_INPUT']),
  twin: async () => expect(await codes(page(100))).toEqual([]),
});
