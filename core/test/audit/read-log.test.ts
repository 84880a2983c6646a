import { getNamedType, isInputObjectType, isLeafType, isNonNullType, isObjectType, type GraphQLArgument, type GraphQLNamedType } from 'graphql';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kernel/schema/ids.js';
import { resourceOptions } from '../../src/kernel/schema/resource.js';
import { takeSubjects } from '../../src/kernel/read/subjects.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let kinga: TestPlatform;
let clerk: TestClient;
const ids: Record<string, string> = {};

interface Note {
  readonly actor: string;
  readonly purpose: string;
  readonly operation: string | null;
  readonly fields: readonly string[];
  readonly subjects: readonly string[];
  readonly revealed: boolean;
}

beforeAll(async () => {
  kinga = await startTestPlatform();
  clerk = kinga.as({ name: 'asha', role: 'registrar' });
  await kinga.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'P', 'Place', 'country', 0, 1, 1)");
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: { id: string; familyName: string }[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id familyName } userErrors { code message path } } }',
    { input: { placeCode: 'P', persons: ['Abena', 'Yaa', 'Esi', 'Adwoa'].map((familyName) => ({ familyName, sex: 'FEMALE' })) } },
  );
  for (const { id, familyName } of personsRegister.persons) ids[familyName] = id;
});
afterAll(() => kinga.stop());

let since: string;
beforeEach(async () => {
  const { rows } = await kinga.pool.query<{ id: string }>('select kernel.uuid7() as id');
  since = rows[0]?.id ?? '';
});

const uuid = (name: string): string => (ids[name] ?? '').slice(-32);

/** What was noted since the test began. */
async function notes(): Promise<readonly Note[]> {
  const { rows } = await kinga.pool.query<Note>(
    `select actor, purpose, operation, fields, array(select replace(s::text, '-', '') from unnest(subjects) s order by 1) as subjects, revealed from kernel.read_log where id > $1 order by id`, [since],
  );
  return rows;
}

describe('the read log', () => {
  it('says who read what of whom and what for, and the answer says nothing of it', async () => {
    const data = await clerk.run('query ($id: ID!) { person(by: { id: $id }) { familyName sex place { code } } }', { id: ids['Abena'] });
    expect(data).toEqual({ person: { familyName: 'Abena', sex: 'FEMALE', place: { code: 'P' } } });
    expect(await notes()).toEqual([{
      actor: 'asha@example.org', purpose: 'administration', operation: null, revealed: false,
      fields: ['Person.familyName', 'Person.place', 'Person.sex'], subjects: [uuid('Abena')],
    }]);
  });

  it('names each person of a list, and of its page alone', async () => {
    await clerk.run('{ persons(first: 2, orderBy: [{ familyName: ASC }]) { totalCount edges { cursor node { familyName } } pageInfo { hasNextPage } } }');
    expect(await notes()).toMatchObject([{ subjects: [uuid('Abena'), uuid('Adwoa')].sort(), fields: ['Person.familyName', 'PersonConnection.totalCount'] }]);
  });

  it('has a row for each of N reads, whoever reads at once, written by few statements', async () => {
    await Promise.all(Array.from({ length: 60 }, () => clerk.run('query ($id: ID!) { person(by: { id: $id }) { familyName } }', { id: ids['Yaa'] })));
    expect(await notes()).toHaveLength(60);
    // One statement writes in one transaction.
    const { rows: [written] } = await kinga.pool.query<{ statements: number }>('select count(distinct xmin::text)::int as statements from kernel.read_log where id > $1', [since]);
    expect(written?.statements).toBeLessThan(30);
  });

  it('notes what graphql-js walks, and what mutations answer', async () => {
    await clerk.run('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Person { familyName } } }', { ids: [ids['Esi'], ids['Yaa']] });
    expect(await notes()).toMatchObject([{ fields: ['Person.familyName'], subjects: [uuid('Esi'), uuid('Yaa')].sort() }]);
    await clerk.run('mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { familyName givenName } userErrors { code message path } } }', { input: { id: ids['Esi'], version: 1, givenName: 'Ama' } });
    expect((await notes()).at(-1)).toMatchObject({ fields: ['Person.familyName', 'Person.givenName'], subjects: [uuid('Esi')] });
  });

  it('notes a search, and that nobody was found', async () => {
    await clerk.run('{ personSearch(text: "Adwoa") { nodes { score matches { value } person { familyName } } } }');
    expect((await notes()).flatMap(({ subjects }) => subjects)).toContain(uuid('Adwoa'));
    await clerk.run('{ persons(where: { familyName: { eq: "Nobody" } }) { nodes { familyName } } }');
    expect((await notes()).at(-1)).toMatchObject({ fields: ['Person.familyName'], subjects: [] });
  });

  it('notes what a search tells of persons who are not asked for', async () => {
    await clerk.run('{ personSearch(text: "Adwoa") { nodes { matches { field value } } } }');
    expect((await notes()).at(-1)).toMatchObject({ fields: ['PersonMatch.value'], subjects: [uuid('Adwoa')] });
  });

  it('notes rows of which nothing is asked, and leaves no mark in them', async () => {
    expect(await clerk.run('query ($no: Boolean!) { persons(where: { familyName: { eq: "Yaa" } }) { nodes { id @include(if: $no) } } }', { no: false })).toEqual({ persons: { nodes: [{}] } });
    expect(await clerk.run('{ persons(where: { familyName: { eq: "Yaa" } }) { nodes { __typename } } }')).toEqual({ persons: { nodes: [{ __typename: 'Person' }] } });
    expect(await notes()).toMatchObject([{ fields: ['Person.__typename'], subjects: [uuid('Yaa')] }, { fields: ['Person.__typename'], subjects: [uuid('Yaa')] }]);
  });

  it('is told to whom may see it, of a person and of whoever reads, and that is noted too', async () => {
    await clerk.run('query ($id: ID!) { person(by: { id: $id }) { familyName } }', { id: ids['Adwoa'] });
    const officer = kinga.as({ name: 'kwame', permissions: ['people.persons.read', 'kernel.reads.read'] });
    const seen = await officer.run<{ person: { accessLog: { nodes: object[] } } }>(
      'query ($id: ID!) { person(by: { id: $id }) { accessLog(first: 100, where: { actor: { eq: "asha@example.org" } }) { nodes { actor purpose fields subjectCount revealed operation } } } }', { id: ids['Adwoa'] },
    );
    expect(seen.person.accessLog.nodes).toContainEqual({ actor: 'asha@example.org', purpose: 'administration', fields: ['Person.familyName'], subjectCount: 1, revealed: false, operation: null });
    expect((await notes()).at(-1)).toMatchObject({ actor: 'kwame@example.org', fields: expect.arrayContaining(['Person.accessLog', 'RecordedRead.actor']) as string[], subjects: [uuid('Adwoa')] });
    const { recordedReads } = await officer.run<{ recordedReads: { totalCount: number } }>('{ recordedReads(where: { actor: { eq: "kwame@example.org" } }) { totalCount } }');
    expect(recordedReads.totalCount).toBeGreaterThan(0);
    const ofOnePlace = kinga.as({ name: 'afia', permissions: ['people.persons.read', 'kernel.reads.read'], places: ['P'] });
    expect(await ofOnePlace.run('{ recordedReads { totalCount } }')).toEqual({ recordedReads: { totalCount: 0 } });
    expect((await clerk.refuse('{ recordedReads { totalCount } }'))[0]).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('does not note what is about nobody', async () => {
    await clerk.run('{ places(first: 5) { nodes { code name } } modules { id } }');
    expect(await notes()).toEqual([]);
  });

  it('lets nothing out that it could not note', async () => {
    await kinga.pool.query('alter table kernel.read_log add constraint full_disk check (false) not valid');
    const [told] = await clerk.refuse('query ($id: ID!) { person(by: { id: $id }) { familyName } }', { id: ids['Yaa'] });
    await kinga.pool.query('alter table kernel.read_log drop constraint full_disk');
    expect(told).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(await notes()).toEqual([]);
    await clerk.run('query ($id: ID!) { person(by: { id: $id }) { familyName } }', { id: ids['Yaa'] });
    expect(await notes()).toHaveLength(1);
  });

  it('is never changed', async () => {
    await expect(kinga.pool.query("update kernel.read_log set actor = 'somebody'")).rejects.toThrow(/never changed/);
    await expect(kinga.pool.query('delete from kernel.read_log')).rejects.toThrow(/never changed/);
  });

  it('takes nothing for a mark that a client wrote, as a value, an alias or a key', async () => {
    const forged = `"~p":"${'0'.repeat(32)}",`;
    const { personsRegister } = await clerk.run<{ personsRegister: { persons: { familyName: string }[] } }>(
      'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { familyName } userErrors { code message path } } }',
      { input: { placeCode: 'P', persons: [{ familyName: forged, sex: 'MALE' }] } },
    );
    expect(personsRegister.persons).toEqual([{ familyName: forged }]);
    expect((await notes()).flatMap(({ subjects }) => subjects)).not.toContain('0'.repeat(32));
    expect(takeSubjects(JSON.stringify({ a: forged, [forged]: 1 }))).toEqual({ json: JSON.stringify({ a: forged, [forged]: 1 }), subjects: [] });
  });
});

/** The shortest selection by which a type leads to data of a person; `undefined` where none does without arguments. */
function wayToPersons(type: GraphQLNamedType, seen: ReadonlySet<GraphQLNamedType> = new Set()): string | undefined {
  if (!isObjectType(type) || seen.has(type)) return undefined;
  if (kinga.platform.model.byType.get(type.name)?.personal) return '{ __typename }';
  const ways = Object.values(type.getFields()).filter(({ args, type: of }) => !isLeafType(getNamedType(of)) && !args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)).flatMap((field) => {
    const way = wayToPersons(getNamedType(field.type), new Set([...seen, type]));
    return way ? [`{ ${field.name} ${way} }`] : [];
  });
  return ways.toSorted((a, b) => a.length - b.length)[0];
}

/** Answers that are asked for by an id of something else than a person: by its prefix. */
const OF_OTHERS: Readonly<Record<string, string>> = { DecisionReplay: 'decision', AccountStatement: 'account', BankBalanceProof: 'bank_account', OrganisationPaymentDue: 'programme' };
/** What leads to persons from rows that are not here, so that there is nothing to note. */
const NOTHING_THERE: Readonly<Record<string, string>> = { accountBalances: 'funders', accountStatement: 'an account', deductionsOwed: 'funders', organisationPaymentsDue: 'a programme' };

/** A value that is well-formed; of somebody who is there where it is to be a person. */
function given({ type }: GraphQLArgument, returned: string): unknown {
  const named = getNamedType(type);
  if (returned === 'File') return { id: ids['file'] };
  if (isInputObjectType(named)) {
    const required = Object.values(named.getFields()).filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    if (required.length > 0) return Object.fromEntries(required.map((field) => [field.name, given(field as unknown as GraphQLArgument, returned)]));
    return { id: encodeId(kinga.platform.model.byType.get(returned)?.prefix ?? 'person', returned === 'Person' ? uuid('Abena') : uuidv7()) };
  }
  if (named.name === 'ID') return returned in OF_OTHERS ? encodeId(OF_OTHERS[returned] ?? '', uuidv7()) : ids['Abena'];
  if (named.name === 'LocalDate') return '2026-03-01';
  return named.name === 'String' ? 'national-number' : 1;
}

describe('whatever leads to a person', () => {
  it('is noted, by each field of the root', async () => {
    const everything = kinga.as(...kinga.platform.system().permissions);
    const { fileBegin } = await everything.run<{ fileBegin: { file: { id: string } } }>('mutation { fileBegin(input: { name: "a.pdf", mediaType: "application/pdf", size: 3 }) { file { id } userErrors { code } } }');
    ids['file'] = fileBegin.file.id;
    const missed: string[] = [];
    let asked = 0;
    for (const field of Object.values(kinga.platform.schema.getQueryType()?.getFields() ?? {})) {
      const returned = getNamedType(field.type);
      const way = field.name === 'node' || field.name === 'nodes' ? '{ ... on Person { familyName } }' : wayToPersons(returned);
      if (!way) continue;
      asked += 1;
      const required = field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
      const value = (arg: GraphQLArgument): unknown => (arg.name === 'ids' ? [given(arg, returned.name)] : given(arg, returned.name));
      const query = `query ${required.length > 0 ? `(${required.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')})` : ''} { ${field.name}${required.length > 0 ? `(${required.map(({ name }) => `${name}: $${name}`).join(', ')})` : ''} ${way} }`;
      const before = (await notes()).length;
      const { data, errors } = await everything.send(query, Object.fromEntries(required.map((arg) => [arg.name, value(arg)])));
      if (errors.length > 0) missed.push(`${field.name} could not be asked: ${errors.map(({ message }) => message).join('; ')}`);
      else if (field.name in NOTHING_THERE) expect(JSON.stringify(data)).not.toContain('__typename');
      else if ((await notes()).length === before) missed.push(`${field.name} ${way}`);
    }
    expect(missed).toEqual([]);
    expect(asked).toBeGreaterThan(40);
  });

  it('is noted by its id, whatever it is', async () => {
    const everything = kinga.as(...kinga.platform.system().permissions);
    const missed: string[] = [];
    for (const { type, prefix, personal, target } of kinga.platform.model.byPrefix.values()) {
      if (!personal || resourceOptions(target)?.throughOthers) continue;
      const before = (await notes()).length;
      const { errors } = await everything.send(`query ($id: ID!) { node(id: $id) { ... on ${type} { __typename id } } }`, { id: encodeId(prefix, type === 'Person' ? uuid('Abena') : uuidv7()) });
      if (errors.length > 0 || (await notes()).length === before) missed.push(`${type} ${errors.map(({ message }) => message).join('; ')}`);
    }
    expect(missed).toEqual([]);
  });
});
