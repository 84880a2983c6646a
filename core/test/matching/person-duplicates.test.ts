import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, register, registerHousehold, twoPlaces } from '../people/testing/registry.js';
import { others } from './testing/others.js';

const REVIEWER = [...CLERK, 'matching.duplicates.read', 'matching.duplicates.find', 'matching.duplicates.decide', 'kernel.jobs.read'];
const ASK = `query ($of: ID!, $first: Int) { personDuplicates(of: $of, first: $first) {
  person { id givenName } score probability comparisons { field level weight } candidate { id state }
} }`;

interface Found {
  readonly person: { readonly id: string; readonly givenName: string };
  readonly score: string;
  readonly probability: string;
  readonly comparisons: readonly { readonly field: string; readonly level: string; readonly weight: string }[];
  readonly candidate: { readonly id: string; readonly state: string } | null;
}

let platform: TestPlatform;
let clerk: TestClient;

const ask = async (of: string | undefined, who = clerk): Promise<readonly Found[] | null> => (await who.run<{ personDuplicates: readonly Found[] | null }>(ASK, { of })).personDuplicates;
const find = async (among: 'EVERYBODY' | 'CHANGED'): Promise<void> => {
  await clerk.run('mutation ($input: DuplicatesFindInput!) { duplicatesFind(input: $input) { userErrors { code message } } }', { input: { among } });
  await platform.finishJobs();
};

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', settings: { matching: { duplicates: { sampledPairs: 20_000 } } } });
  clerk = platform.as(...REVIEWER);
  await twoPlaces(clerk);
  await register(clerk, others(150));
  await register(clerk, others(300).slice(150), 'V2');
  await register(clerk, [{ givenName: 'Yaaba', familyName: 'Quaye', birthDate: '1990-04-05' }, { givenName: 'Akosua', familyName: 'Boateng', birthDate: '1984-02-11' }]);
  await registerHousehold(clerk, 'D-1', [
    { givenName: 'Ebo', familyName: 'Tetteh', sex: 'MALE', birthDate: '1970-01-01' }, { givenName: 'Panyin', familyName: 'Tetteh', sex: 'MALE', birthDate: '2001-06-06' },
  ]);
});
afterAll(() => platform.stop());

describe('somebody who was just registered', () => {
  it('is compared by what is expected of any registry before a search has told what an agreement says, and by that afterwards', async () => {
    const [id] = await register(clerk, [{ givenName: 'Panyin', familyName: 'Tetteh', sex: 'MALE', birthDate: '2001-06-06' }], 'V2');
    const [unlike] = await register(clerk, [{ givenName: 'Adwoa', familyName: 'Nkansah', birthDate: '1963-10-30' }], 'V2');
    const names = async (of: string | undefined): Promise<unknown> => (await ask(of))?.map(({ person }) => person.givenName);
    expect([await names(id), await names(unlike)]).toEqual([['Panyin'], []]);
    await find('EVERYBODY');
    expect([await names(id), await names(unlike)]).toEqual([['Panyin'], []]);
  });

  for (const [how, somebody] of Object.entries({
    'with a letter too many': { givenName: 'Yaabah', familyName: 'Quaye', birthDate: '1990-04-05' },
    'with names that changed places': { givenName: 'Quaye', familyName: 'Yaaba', birthDate: '1990-04-05' },
    'with day and month that changed places': { givenName: 'Yaaba', familyName: 'Quaye', birthDate: '1990-05-04' },
    'as it sounds': { givenName: 'Yaba', familyName: 'Kuaye', birthDate: '1990-04-05' },
  })) {
    it(`is found to be somebody known, ${how}, just as a search finds it afterwards`, async () => {
      const [id] = await register(clerk, [somebody], 'V2');
      const now = await ask(id);
      expect(now?.map(({ person, candidate }) => [person.givenName, candidate])).toContainEqual(['Yaaba', null]);
      await find('CHANGED');
      const { duplicateCandidates } = await clerk.run<{ duplicateCandidates: { nodes: readonly { readonly first: { id: string }; readonly second: { id: string }; readonly score: string; readonly comparisons: Found['comparisons'] }[] } }>(
        'query { duplicateCandidates(first: 50) { nodes { first { id } second { id } score comparisons { field level weight } } } }');
      const searched = duplicateCandidates.nodes.filter(({ first, second }) => first.id === id || second.id === id);
      const other = ({ first, second }: (typeof searched)[number]): string => (first.id === id ? second.id : first.id);
      const levels = (comparisons: Found['comparisons']): readonly string[] => comparisons.map(({ field, level }) => `${field} ${level}`);
      expect(new Map(now?.map(({ person, comparisons }) => [person.id, levels(comparisons)]))).toEqual(new Map(searched.map((pair) => [other(pair), levels(pair.comparisons)])));
      // The search counts one more who bears the names, of 300.
      for (const pair of searched) expect(Math.abs(Number(now?.find(({ person }) => person.id === other(pair))?.score) - Number(pair.score))).toBeLessThan(2.5);
      expect((await ask(id))?.every(({ candidate }) => candidate?.state === 'OPEN')).toBe(true);
    });
  }

  it('with scores that are the sums of what is told field by field, the likeliest first', async () => {
    const [id] = await register(clerk, [{ givenName: 'Yaaba', familyName: 'Quaye', birthDate: '1990-04-05' }]);
    const found = await ask(id);
    for (const { score, comparisons } of found ?? []) expect(comparisons.reduce((sum, { weight }) => sum + Number(weight), 0)).toBeCloseTo(Number(score), 1);
    expect(found?.length).toBeGreaterThan(1);
    expect(found?.map(({ score }) => Number(score))).toEqual(found?.map(({ score }) => Number(score)).toSorted((a, b) => b - a));
  });

  it('or to be nobody who is known', async () => {
    const [id] = await register(clerk, [{ givenName: 'Zubeda', familyName: 'Xhosana', birthDate: '1950-12-12' }]);
    expect(await ask(id)).toEqual([]);
  });

  it('by one statement, and as many for those who are told', async () => {
    const [id] = await register(clerk, [{ givenName: 'Akosuua', familyName: 'Boateng', birthDate: '1984-02-11' }]);
    await clerk.run('query ($of: ID!) { personDuplicates(of: $of) { score comparisons { weight } } }', { of: id });
    expect(clerk.statements()).toBe(1);
  });
});

describe('a clerk of one village', () => {
  it('asks about nobody of another, and is told of nobody there', async () => {
    const [known] = await register(clerk, [{ givenName: 'Esi', familyName: 'Amissah', birthDate: '1977-07-07' }]);
    const [again] = await register(clerk, [{ givenName: 'Esi', familyName: 'Amissah', birthDate: '1977-07-07' }], 'V2');
    expect((await ask(again))?.map(({ person }) => person.id)).toEqual([known]);
    const elsewhere = platform.as({ permissions: REVIEWER, places: ['V2'] });
    expect(await ask(again, elsewhere)).toEqual([]);
    expect(await ask(known, elsewhere)).toBeNull();
  });
});

it('an id of something else is told from one of a person', async () => {
  expect(await clerk.refuse(ASK, { of: 'household_00000000000000000000000000000000' })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

describe('somebody who is not registered yet', () => {
  const LIKE = `query ($person: PersonLikeInput!) { personDuplicatesLike(person: $person) { person { id givenName } score comparisons { field level } candidate { id } } }`;
  const like = async (person: object, who = clerk): Promise<readonly Found[]> => (await who.run<{ personDuplicatesLike: readonly Found[] }>(LIKE, { person })).personDuplicatesLike;
  const known = { givenName: 'Efuwa', familyName: 'Ackah', sex: 'FEMALE', birthDate: '1966-03-09' };
  let id: string | undefined;
  beforeAll(async () => {
    [id] = await register(clerk, [{ ...known, contacts: [{ kind: 'PHONE', value: '+233201234567' }], identifiers: [{ type: 'national-number', value: 'EFUWA 7766' }] }]);
  });

  it('is found to be somebody known, as if registered, and nothing is kept of it', async () => {
    const person = { ...known, givenName: 'Efua' };
    const before = await platform.pool.query('select count(*) from people.person');
    const [found, ...rest] = await like({ ...person, placeCode: 'V2' });
    expect([found?.person.id, rest, found?.candidate]).toEqual([id, [], null]);
    expect(await platform.pool.query('select count(*) from people.person')).toMatchObject({ rows: before.rows });
    const [again] = await register(clerk, [person], 'V2');
    const [registered] = (await ask(again)) ?? [];
    expect([registered?.person.id, registered?.comparisons.map(({ field, level }) => [field, level])]).toEqual([id, found?.comparisons.map(({ field, level }) => [field, level])]);
  });

  it('by a telephone or a number as well, however else the names are', async () => {
    const other = { familyName: 'Zzyzx', givenName: 'Qwert' };
    expect(await like(other)).toEqual([]);
    for (const more of [{ identifiers: [{ type: 'national-number', value: 'efuwa-7766' }], phones: ['+233201234567'] }]) expect((await like({ ...other, ...more, birthDate: '1966' })).map(({ person }) => person.id)).toEqual([id]);
  });

  it('by who sees the place alone', async () => {
    const elsewhere = platform.as({ permissions: REVIEWER, places: ['V2'] });
    expect((await like(known, elsewhere)).map(({ person }) => person.id)).not.toContain(id);
    expect(await elsewhere.refuse(LIKE, { person: { ...known, placeCode: 'V1' } })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });

  it('unless what is given cannot be', async () => {
    const wrong = [{ familyName: '' }, { familyName: 'A\u0000' }, { familyName: 'A', phones: ['12'] }, { familyName: 'A', placeCode: 'NOWHERE' }, { familyName: 'A', identifiers: [{ type: 'none', value: '1' }] }, { familyName: 'A', identifiers: [{ type: 'national-number', value: '!' }] }];
    for (const person of wrong) expect(await clerk.refuse(LIKE, { person })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });
});
