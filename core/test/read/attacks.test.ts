import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything, faults, having, run, start, told, type Started } from './testing/platform.js';
import { guardedModule } from './testing/guarded-module.js';

const PEOPLE = ['people.persons.read', 'people.households.read', 'people.places.read'];
const NUL = '\0';

let started: Started;
const ids = { north: '', south: '', household: '', job: '' };
beforeAll(async () => {
  started = await start({ modules: [guardedModule] });
  await started.pool.query(`
    insert into people.place (id, code, name, level, depth, number, last_number) values
      (kernel.uuid7(), 'N', 'North', 'region', 0, 1, 1), (kernel.uuid7(), 'S', 'South', 'region', 0, 2, 2);
    insert into people.household (id, code, place_id) select kernel.uuid7(), 'H-' || code, id from people.place;
    insert into people.person (id, family_name, given_name, sex, place_id, household_id)
      select kernel.uuid7(), 'Mensah', p.name, 'FEMALE', p.id, h.id from people.place p join people.household h on h.place_id = p.id;
    insert into people.membership (id, person_id, household_id, role, valid_from) select kernel.uuid7(), id, household_id, 'HEAD', '2020-01-01' from people.person;
    update people.household h set head_id = p.id from people.person p where p.household_id = h.id;
    insert into kernel.job (id, name, input, actor, today) values (kernel.uuid7(), 'x', '{}', '{}', '2026-03-01')`);
  const { rows } = await started.pool.query<Record<keyof typeof ids, string>>(`select
    (select 'person_' || replace(id::text, '-', '') from people.person where given_name = 'North') as north,
    (select 'person_' || replace(id::text, '-', '') from people.person where given_name = 'South') as south,
    (select 'household_' || replace(id::text, '-', '') from people.household where code = 'H-S') as household,
    (select 'job_' || replace(id::text, '-', '') from kernel.job) as job`);
  Object.assign(ids, rows[0]);
});
afterAll(() => started.stop());

const all = (): ReturnType<typeof everything> => everything(started.platform);
const north = (): ReturnType<typeof everything> => everything(started.platform, ['N']);

describe('a field with a permission of its own', () => {
  const asked = {
    'in an answer': '{ persons { nodes { secret } } }',
    'in a fragment on an id': '{ node(id: "ID") { ... on Person { secret } } }',
    'in a filter': '{ persons(where: { secret: { startsWith: "secret of M" } }) { totalCount } }',
    'in a filter, below not and or': '{ persons(where: { not: { or: [{ secret: { isNull: true } }] } }) { totalCount } }',
    'in a filter on the way': '{ households(where: { members: { some: { secret: { eq: "x" } } } }) { totalCount } }',
    'in a filter of a relation': '{ households { nodes { members(where: { secret: { eq: "x" } }) { totalCount } } } }',
    'in a filter of one row': '{ memberships(where: { person: { secret: { isNull: false } } }) { totalCount } }',
    'in an order': '{ persons(orderBy: [{ secret: ASC }]) { nodes { id } } }',
    'below what JavaScript walks': '{ node(id: "ID") { ... on Person { household { members(orderBy: [{ secret: DESC }]) { nodes { id } } } } } }',
  };
  it.each(Object.entries(asked))('is refused %s', async (_where, source) => {
    const query = source.replace('ID', ids.north);
    expect(await faults(having(started.platform, PEOPLE), query)).toEqual(['FORBIDDEN']);
    expect(await faults(having(started.platform, [...PEOPLE, 'guarded.secrets.read']), query)).toEqual([]);
  });

  it('is refused in a variable, also after somebody who may has prepared the statement', async () => {
    const source = 'query ($where: PersonWhere, $orderBy: [PersonOrderBy!]) { persons(where: $where, orderBy: $orderBy) { totalCount } }';
    for (const variables of [{ where: { secret: { eq: 'x' } } }, { orderBy: [{ secret: 'ASC' }] }]) {
      expect(await faults(all(), source, variables)).toEqual([]);
      expect(await faults(having(started.platform, PEOPLE), source, variables)).toEqual(['FORBIDDEN']);
    }
    expect(await faults(having(started.platform, PEOPLE), source, { where: { familyName: { eq: 'x' } } })).toEqual([]);
  });

  it('takes the permission to read what a filter looks at', async () => {
    const reader = having(started.platform, ['people.persons.read']);
    expect(await faults(reader, '{ persons(where: { household: { code: { isNull: false } } }) { totalCount } }').catch(() => ['GRAPHQL'])).toHaveLength(1);
    for (const where of ['{ place: {} }', '{ memberships: { none: {} } }', '{ enrolments: { some: {} } }', '{ enrolments: {} }']) {
      expect(await faults(reader, `{ persons(where: ${where}) { totalCount } }`)).toEqual(['FORBIDDEN']);
    }
    for (const of of ['node(id: "ID") { id }', 'node(id: "ID") { __typename }', 'nodes(ids: ["ID"]) { id }']) {
      expect(await faults(having(started.platform, []), `{ ${of.replace('ID', ids.north)} }`)).toEqual(['FORBIDDEN']);
    }
  });
});

describe('rows of other places', () => {
  it('are not there: by id, by relation, in filters, counts and cursors', async () => {
    const answer = await run(north(), `query ($ids: [ID!]!, $south: ID!, $household: ID!) {
      node(id: $south) { id }
      nodes(ids: $ids) { id }
      person(by: { id: $south }) { id }
      household(by: { id: $household }) { id }
      persons { totalCount nodes { id } pageInfo { hasNextPage } }
      bySouth: persons(where: { givenName: { eq: "South" } }) { totalCount }
      memberships { totalCount nodes { person { id } household { members { totalCount } head { id } } } }
      notNorth: persons(where: { not: { givenName: { eq: "North" } } }) { totalCount }
      places: households(where: { members: { some: { givenName: { eq: "South" } } } }) { totalCount }
      none: households(where: { members: { none: { givenName: { eq: "South" } } } }) { totalCount }
      head: households(where: { head: { givenName: { eq: "South" } } }) { totalCount }
    }`, { ids: [ids.south, ids.north, ids.household], south: ids.south, household: ids.household });
    expect(answer).toEqual({
      node: null, nodes: [null, { id: ids.north }, null], person: null, household: null,
      persons: { totalCount: 1, nodes: [{ id: ids.north }], pageInfo: { hasNextPage: false } },
      bySouth: { totalCount: 0 }, notNorth: { totalCount: 0 }, places: { totalCount: 0 }, none: { totalCount: 1 }, head: { totalCount: 0 },
      memberships: { totalCount: 1, nodes: [{ person: { id: ids.north }, household: { members: { totalCount: 1 }, head: { id: ids.north } } }] },
    });
  });

  it('are not there where one is cut off from them by a relation only', async () => {
    // The place is no secret, the household that lives there is.
    await started.pool.query("update people.person set household_id = (select id from people.household where code = 'H-S') where given_name = 'North'");
    const { persons } = await run<{ persons: { nodes: object[] } }>(north(), '{ persons { nodes { givenName household { id code } place { code households { totalCount } } } } }');
    expect(persons.nodes).toEqual([{ givenName: 'North', household: null, place: { code: 'N', households: { totalCount: 1 } } }]);
    expect(await run(north(), '{ persons(where: { household: {} }) { totalCount } }')).toEqual({ persons: { totalCount: 0 } });
    await started.pool.query("update people.person set household_id = (select id from people.household where code = 'H-N') where given_name = 'North'");
  });

  it('are not there for somebody with no place at all, and a cursor into them tells nothing', async () => {
    expect(await run(everything(started.platform, []), '{ persons { totalCount } memberships { totalCount } }')).toEqual({ persons: { totalCount: 0 }, memberships: { totalCount: 0 } });
    const { persons } = await run<{ persons: { pageInfo: { startCursor: string } } }>(all(), '{ persons(where: { givenName: { eq: "South" } }) { pageInfo { startCursor } } }');
    const source = 'query ($at: String) { after: persons(first: 5, after: $at) { nodes { id } totalCount } before: persons(last: 5, before: $at) { nodes { id } } }';
    const answer = await run<Record<'after' | 'before', { nodes: { id: string }[] }>>(north(), source, { at: persons.pageInfo.startCursor });
    expect([...answer.after.nodes, ...answer.before.nodes]).toEqual([{ id: ids.north }]);
  });
});

describe('a field that a module wraps', () => {
  it('is wrapped whoever answers, and nobody looks behind it', async () => {
    const answer = await run(all(), `query ($id: ID!) {
      households { nodes { code } edges { node { c: code } } }
      household(by: { id: $id }) { code }
      node(id: $id) { ... on Household { code } }
      persons { nodes { household { code } } }
      places { nodes { id } totalCount }
    }`, { id: ids.household });
    expect(answer).toEqual({
      households: { nodes: [{ code: 'H…' }, { code: 'H…' }], edges: [{ node: { c: 'H…' } }, { node: { c: 'H…' } }] },
      household: { code: 'H…' }, node: { code: 'H…' }, persons: { nodes: [{ household: { code: 'H…' } }, { household: { code: 'H…' } }] },
      places: { nodes: [], totalCount: 2 },
    });
    // Alone each would be written by PostgreSQL.
    expect(await run(all(), '{ places { nodes { id } } }')).toEqual({ places: { nodes: [] } });
    expect(await run(all(), '{ households(first: 1) { nodes { code } } }')).toEqual({ households: { nodes: [{ code: 'H…' }] } });
    for (const source of ['{ households(where: { code: { eq: "H-S" } }) { totalCount } }', '{ households(orderBy: [{ code: ASC }]) { totalCount } }', '{ household(by: { code: "H-S" }) { id } }', '{ persons(where: { household: { code: { eq: "H-S" } } }) { totalCount } }']) {
      expect((await told(all(), source)).errors?.[0]?.message).toMatch(/"code" is not defined/);
    }
  });
});

describe('input that cannot be', () => {
  const forged = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64');
  const refused: Readonly<Record<string, readonly [string, Record<string, unknown>?]>> = {
    'where is null inside': ['{ persons(where: { givenName: null }) { totalCount } }'],
    'a condition is null': ['{ persons(where: { givenName: { eq: null } }) { totalCount } }'],
    'a variable condition is null': ['query ($w: PersonWhere) { persons(where: $w) { totalCount } }', { w: { not: { familyName: { contains: null } } } }],
    'a list is null': ['query ($w: PersonWhere) { persons(where: $w) { totalCount } }', { w: { and: null } }],
    'some is null': ['query ($w: PersonWhere) { persons(where: $w) { totalCount } }', { w: { memberships: { some: null } } }],
    'a cursor is nonsense': ['{ persons(after: "nonsense") { totalCount nodes { id } } }'],
    'a cursor is empty': ['{ persons(first: 1, after: "") { nodes { id } } }'],
    'a cursor is of another order': ['query ($at: String) { persons(after: $at, orderBy: [{ familyName: ASC }]) { nodes { id } } }', { at: forged('id', '018f0000-0000-7000-8000-000000000000') }],
    'a cursor has a wrong uuid': ['query ($at: String) { persons(after: $at) { nodes { id } } }', { at: forged('id', 'nobody') }],
    'a cursor has an object': ['query ($at: String) { persons(after: $at) { nodes { id } } }', { at: forged('id', { a: 1 }) }],
    'a cursor has a day that is none': ['query ($at: String) { persons(after: $at, orderBy: [{ birthDate: ASC }]) { nodes { id } } }', { at: forged('birthDate,id', '2023-02-30', '018f0000-0000-7000-8000-000000000000') }],
    'a cursor has a number out of range': ['query ($at: String) { persons(last: 3, before: $at, orderBy: [{ age: ASC }]) { nodes { id } } }', { at: forged('age,id', '99999999999', '018f0000-0000-7000-8000-000000000000') }],
    'a cursor has a NUL': ['query ($at: String) { persons(after: $at, orderBy: [{ familyName: ASC }]) { nodes { id } } }', { at: forged('familyName,id', NUL, '018f0000-0000-7000-8000-000000000000') }],
    'an id is of another type': ['query ($id: ID!) { household(by: { id: $id }) { id } }', { id: 'person_018f000000007000800000000000000a' }],
    'an id in a filter is of another type': ['{ persons(where: { household: { id: { in: ["person_018f000000007000800000000000000a"] } } }) { totalCount } }'],
    'an id is nothing': ['{ person(by: { id: "7" }) { id } }'],
    'a text has a NUL': ['query ($t: String) { persons(where: { familyName: { contains: $t } }) { totalCount } }', { t: `a${NUL}` }],
    'a literal text has a NUL': ['{ persons(where: { familyName: { in: ["a", "\\u0000"] } }) { totalCount } }'],
    'a key has a NUL': ['{ programme(by: { code: "\\u0000" }) { id } }'],
    'a page is too large': ['{ persons(first: 101) { nodes { id } } }'],
    'a page is negative': ['{ persons(last: -1) { nodes { id } } }'],
    'first and last are given': ['{ persons(first: 1, last: 1) { nodes { id } } }'],
    'last goes with after': ['query ($at: String) { persons(last: 1, after: $at) { nodes { id } } }', { at: forged('id', '018f0000-0000-7000-8000-000000000000') }],
    'too many ids': ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array.from({ length: 101 }, () => 'x') }],
    'what one looks up by is null': ['query ($by: PersonBy = { id: "x" }) { person(by: $by) { id } }', { by: null }],
    'a switch is null': ['query ($on: Boolean = true) { persons { totalCount @include(if: $on) nodes { id } } }', { on: null }],
    'more columns than PostgreSQL has': [`{ persons { nodes { ${Array.from({ length: 1700 }, (_, index) => `a${index}: familyName`).join(' ')} } } }`],
    'more conditions than are planned': ['query ($w: [PersonWhere!]) { persons(where: { or: $w }) { totalCount nodes { id } } }', { w: Array.from({ length: 40_000 }, () => ({ sex: { eq: 'MALE' } })) }],
  };
  it.each(Object.entries(refused))('is the fault of the client: %s', async (_what, [source, variables]) => {
    expect(await faults(all(), source, variables)).toEqual(['BAD_USER_INPUT']);
  });

  it.each([
    ['an integer out of range', 'Int', 'version: { eq: $v }', 2_147_483_648],
    ['an integer with decimals', 'Int', 'version: { eq: $v }', 1.5],
    ['a decimal with too many digits', 'Decimal', 'attributesDecimal', '1'.repeat(31)],
    ['a decimal with an exponent', 'Decimal', 'attributesDecimal', '1e5'],
    ['a decimal that is none', 'Decimal', 'attributesDecimal', 'NaN'],
    ['a day that is none', 'LocalDate', 'birthDate: { eq: $v }', '2023-02-30'],
    ['a day of the year 0', 'LocalDate', 'birthDate: { eq: $v }', '0000-01-01'],
    ['a day of the year 10000', 'LocalDate', 'birthDate: { eq: $v }', '10000-01-01'],
    ['a leap day of no leap year', 'LocalDate', 'birthDate: { eq: $v }', '1900-02-29'],
    ['an instant of the year 0 by its zone', 'DateTime', 'createdAt: { gt: $v }', '0001-01-01T00:00:00+10:00'],
    ['an instant of the year 10000 by its zone', 'DateTime', 'createdAt: { gt: $v }', '9999-12-31T23:00:00-10:00'],
    ['an instant with a zone that is none', 'DateTime', 'createdAt: { gt: $v }', '2026-01-01T00:00:00+99:99'],
    ['an instant without a zone', 'DateTime', 'createdAt: { gt: $v }', '2026-01-01T00:00:00'],
  ])('is refused as a value: %s', async (_what, type, condition, value) => {
    const source = type === 'Decimal'
      ? 'query ($v: Decimal) { entitlements(where: { owed: { amount: { gte: $v } } }) { totalCount } }'
      : `query ($v: ${type}) { persons(where: { ${condition} }) { totalCount } }`;
    const { data, errors } = await told(all(), source, { v: value });
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toMatch(/^Variable "\$v" got invalid value/);
    const literal = typeof value === 'string' ? JSON.stringify(value) : String(value);
    expect((await told(all(), source.replace(/^query \([^)]*\)/, '').replace('$v', literal))).errors).toHaveLength(1);
  });

  it('takes the first and the last day and instant that there are', async () => {
    for (const day of ['0001-01-01', '9999-12-31']) expect(await faults(all(), `{ persons(where: { birthDate: { lte: "${day}" } }) { totalCount } }`)).toEqual([]);
    for (const instant of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z']) expect(await faults(all(), `{ persons(where: { createdAt: { gt: "${instant}" } }) { totalCount } }`)).toEqual([]);
    expect(await faults(all(), `{ entitlements(where: { owed: { amount: { lt: "${'9'.repeat(30)}.${'9'.repeat(20)}" } } }) { totalCount } }`)).toEqual([]);
  });

  it('never becomes a fault of the server, however deep a filter or a query goes', async () => {
    const not = (depth: number): object => Array.from({ length: depth }).reduce<object>((inner) => ({ not: inner }), { familyName: { eq: 'Mensah' } });
    const source = 'query ($w: PersonWhere) { persons(where: $w) { totalCount } }';
    expect(await run(all(), source, { w: not(20) })).toEqual({ persons: { totalCount: 2 } });
    expect(await run(all(), source, { w: not(21) })).toEqual({ persons: { totalCount: 0 } });
    for (const depth of [26, 100, 3000]) expect(await faults(all(), source, { w: not(depth) })).toEqual(['BAD_USER_INPUT']);
    const deep = (levels: number): string => `{ persons { nodes { ${'household { head { '.repeat(levels)} id ${'} } '.repeat(levels)} } } }`;
    expect(await faults(all(), deep(5))).toEqual([]);
    for (const levels of [13, 400]) expect(await faults(all(), deep(levels))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('input that is odd but right', () => {
  it('is answered', async () => {
    const counts = await run<Record<string, { totalCount: number }>>(all(), `{
      noConditions: persons(where: {}) { totalCount }
      allOfNone: persons(where: { and: [] }) { totalCount }
      anyOfNone: persons(where: { or: [] }) { totalCount }
      notNothing: persons(where: { not: {} }) { totalCount }
      inNone: persons(where: { familyName: { in: [] } }) { totalCount }
      notInNone: persons(where: { familyName: { notIn: [] } }) { totalCount }
      notInOfNull: persons(where: { birthDate: { notIn: ["2000-01-01"] } }) { totalCount }
      noOperator: persons(where: { familyName: {} }) { totalCount }
      percent: persons(where: { familyName: { contains: "%" } }) { totalCount }
      empty: persons(where: { familyName: { contains: "" } }) { totalCount }
    }`);
    expect(Object.fromEntries(Object.entries(counts).map(([name, { totalCount }]) => [name, totalCount]))).toEqual({
      noConditions: 2, allOfNone: 2, anyOfNone: 0, notNothing: 0, inNone: 0, notInNone: 2, notInOfNull: 2, noOperator: 2, percent: 0, empty: 2,
    });
  });

  it('has response keys of any kind', async () => {
    const keys = ['answer', 'raw', 't0', 't1', 't2', 't3', 'j', 'p', '__proto__', 'constructor', '__typename', 'row_to_json', 'K'.repeat(63), 'K'.repeat(64), `${'K'.repeat(64)}2`];
    for (const key of keys) {
      const whole = await told(all(), `{ ${key}: persons(first: 1, orderBy: [{ givenName: ASC }]) { ${key}: nodes { ${key}: givenName } } }`);
      expect(JSON.stringify(whole.data)).toBe(`{"${key}":{"${key}":[{"${key}":"North"}]}}`);
      const walked = await told(all(), `query ($id: ID!) { ${key}: node(id: $id) { ... on Person { ${key}: household { ${key}: members { ${key}: nodes { ${key}: givenName } } } } } }`, { id: ids.north });
      expect(JSON.stringify(walked.data)).toBe(`{"${key}":{"${key}":{"${key}":{"${key}":[{"${key}":"North"}]}}}}`);
    }
    // A key that a plain answer and a walked one could share.
    expect(await run(all(), '{ raw: accounts { nodes { balance { amount } } } }')).toEqual({ raw: { nodes: [] } });
    const hundred = Array.from({ length: 100 }, (_, index) => `a${index}: persons(first: 1, where: { givenName: { eq: "North" } }) { nodes { b: id place { code } } }`).join(' ');
    expect(Object.keys(await run(all(), `{ ${hundred} }`))).toHaveLength(100);
  });

  it('may ask for nothing', async () => {
    const source = 'query ($on: Boolean!) { persons(first: 1) { nodes { id @include(if: $on) } edges { __typename cursor @include(if: $on) } pageInfo { hasPreviousPage } } }';
    expect(await run(all(), source, { on: false })).toEqual({ persons: { nodes: [{}], edges: [{ __typename: 'PersonEdge' }], pageInfo: { hasPreviousPage: false } } });
    expect(await run(all(), '{ persons(first: 0) { edges { __typename } pageInfo { hasPreviousPage } } }')).toEqual({ persons: { edges: [], pageInfo: { hasPreviousPage: false } } });
  });
});
