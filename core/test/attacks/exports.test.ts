import { afterAll, beforeAll, describe, expect } from 'vitest';
import { fileBytes, startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { attack } from './testing/attack.js';

let test: TestPlatform;
let clerk: TestClient;
beforeAll(async () => {
  test = await startTestPlatform();
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
  limit('9 levels', deep(9), deep(8));
  const doubling = (times: number): string =>
    `{ places { nodes { ...F0 } } } ${Array.from({ length: times }, (_, index) => `fragment F${index} on Place { id ...F${index + 1} ...F${index + 1} }`).join(' ')} fragment F${times} on Place { code }`;
  limit('fragments that double twenty times', doubling(20), doubling(4));
  const aliases = (count: number): string => `{ places { nodes { ${Array.from({ length: count }, (_, index) => `a${index}: id`).join(' ')} } } }`;
  limit('16 aliases', aliases(16), aliases(15));
  const values = (levels: number): string => `{ places(where: ${'{ and: ['.repeat(levels)}{ code: { eq: "R" } }${'] }'.repeat(levels)}) { nodes { id } } }`;
  limit('a filter of two hundred levels', values(100), values(3));
});

describe('two exports of the same persons', () => {
  const PSEUDONYMOUS = (more = '', purpose = 'research'): string => `{ persons { nodes { pseudonym(purpose: "${purpose}") sex ${more} } } }`;
  let researcher: TestClient;
  beforeAll(async () => {
    const registrar = test.as('people.persons.read', 'people.persons.register', 'people.places.manage', 'people.places.read');
    await registrar.run('mutation { placesRegister(input: { places: [{ code: "V", name: "V", level: "village" }] }) { userErrors { code } } }');
    const persons = Array.from({ length: 12 }, (_, n) => ({ familyName: `Made ${n}`, sex: n % 2 === 0 ? 'FEMALE' : 'MALE' }));
    const { personsRegister } = await registrar.run<{ personsRegister: { persons: { id: string }[] } }>('mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code } } }', { input: { placeCode: 'V', persons } });
    for (const { id } of personsRegister.persons) for (const purpose of ['research', 'sharing']) {
      await registrar.run('mutation ($input: PersonConsentGiveInput!) { personConsentGive(input: $input) { userErrors { code } } }', { input: { personId: id, purpose, legalBasis: 'CONSENT', evidence: { source: 'form' } } });
    }
    researcher = test.as({ name: 'researcher', permissions: ['people.persons.read', 'people.places.read', 'privacy.pseudonyms.read', 'exchange.exports.make', 'exchange.exports.read', 'kernel.files.read'] });
  });

  const start = (query: string, purpose: string): Readonly<Record<string, unknown>> => ({ input: { query, format: 'JSONL', purpose } });
  const rows = async (query: string, purpose: string): Promise<readonly { readonly pseudonym: string; readonly sex: string; readonly familyName?: string }[]> => {
    const { exportStart } = await researcher.run<{ exportStart: { export: { id: string } } }>(START, start(query, purpose));
    await test.finishJobs();
    const { rows: [made] } = await test.pool.query<{ file: string }>("select file_id as file from exchange.export where encode(uuid_send(id), 'hex') = $1", [exportStart.export.id.slice(-32)]);
    const text = (await fileBytes(test.pool, [made?.file ?? ''])).get(made?.file ?? '')?.toString() ?? '';
    return text.trim().split('\n').map((line) => JSON.parse(line) as { pseudonym: string; sex: string });
  };

  attack('joined by pseudonyms of both purposes in one', {
    blocked: async () => expect(await researcher.refuse(START, start('{ persons { nodes { a: pseudonym(purpose: "research") b: pseudonym(purpose: "sharing") } } }', 'research'))).toMatchObject([{ code: 'PSEUDONYM_PURPOSE', path: ['input', 'query'] }]),
    twin: async () => expect(await rows(PSEUDONYMOUS(), 'research')).toHaveLength(12),
  });
  attack('joined by ids beside the pseudonyms', {
    blocked: async () => {
      for (const more of ['id', 'place { id }', '... on Node { x: id }', 'memberships { nodes { id } }']) expect(await researcher.refuse(START, start(PSEUDONYMOUS(more), 'research'))).toMatchObject([{ code: 'PSEUDONYM_BESIDE_IDS' }]);
    },
    twin: async () => expect(await rows('{ persons { nodes { id sex } } }', 'research')).toHaveLength(12),
  });
  attack('without the consent that the purpose of the pseudonym takes', {
    blocked: async () => expect(await researcher.refuse(START, start(PSEUDONYMOUS(), 'administration'))).toMatchObject([{ code: 'PSEUDONYM_PURPOSE' }]),
    twin: async () => expect(await rows(PSEUDONYMOUS('', 'sharing'), 'sharing')).toHaveLength(12),
  });
  attack('joined by pseudonyms or by the order of their rows', {
    blocked: async () => {
      const [one, two] = [await rows(PSEUDONYMOUS('familyName'), 'research'), await rows(PSEUDONYMOUS('familyName', 'sharing'), 'sharing')];
      expect(one.filter(({ pseudonym }) => two.some((each) => each.pseudonym === pseudonym))).toEqual([]);
      expect(one.map(({ familyName }) => familyName)).not.toEqual(two.map(({ familyName }) => familyName));
      expect(one.map(({ familyName }) => familyName).toSorted()).toEqual(two.map(({ familyName }) => familyName).toSorted());
    },
    twin: async () => expect((await rows(PSEUDONYMOUS(), 'research')).map(({ pseudonym }) => pseudonym)).toEqual((await rows(PSEUDONYMOUS(), 'research')).map(({ pseudonym }) => pseudonym)),
  });
});
