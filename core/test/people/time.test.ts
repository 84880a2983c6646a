import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
const PERMISSIONS = ['people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.places.read', 'people.places.manage'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  clerk = platform.as(...PERMISSIONS);
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "V1", name: "One", level: "village" }, { code: "V2", name: "Two", level: "village" }] }) { userErrors { code } } }');
});
afterAll(() => platform.stop());

interface Named {
  readonly id: string;
}

let registered = 0;

async function family(children = 1): Promise<{ readonly household: string; readonly head: string; readonly members: readonly string[] }> {
  registered += 1;
  const { householdRegister } = await clerk.run<{ householdRegister: { household: Named & { head: Named; members: { nodes: readonly Named[] } } } }>(
    `mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id head { id } members { nodes { id } } } } }`,
    {
      input: {
        code: `T-${registered}`, placeCode: 'V1', since: '2020-01-01',
        members: [
          { familyName: 'Oldest', sex: 'FEMALE', birthDate: '1980-03-02', role: 'HEAD' },
          ...Array.from({ length: children }, (_, index) => ({ familyName: `Child ${index}`, sex: 'MALE', birthDate: '2010-07-15', role: 'CHILD' })),
        ],
      },
    },
  );
  const { id, head, members } = householdRegister.household;
  return { household: id, head: head.id, members: members.nodes.map((member) => member.id) };
}

/** A moment that the database has left behind, so that all that was written before lies before it. */
async function moment(): Promise<string> {
  await wait(3);
  const { rows } = await platform.pool.query<{ now: Date }>('select clock_timestamp()::timestamptz(3) as now');
  await wait(3);
  return new Date(rows[0]?.now ?? '').toISOString();
}

async function versionOf(id: string): Promise<number> {
  return (await clerk.run<{ person: { version: number } }>('query ($id: ID!) { person(by: { id: $id }) { version } }', { id })).person.version;
}

async function update(id: string, changes: object): Promise<void> {
  const { personUpdate } = await clerk.run<{ personUpdate: { userErrors: readonly unknown[] } }>(
    'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code } } }', { input: { id, version: await versionOf(id), ...changes } });
  expect(personUpdate.userErrors).toEqual([]);
}

const HOUSEHOLD = `query ($id: ID!, $asOf: LocalDate, $knownAt: DateTime) {
  household(by: { id: $id }, asOf: $asOf, knownAt: $knownAt) {
    code version head { familyName }
    members(orderBy: [{ familyName: ASC }]) { totalCount nodes { familyName givenName sex birthDate deathDate household { code } } }
    memberships(orderBy: [{ role: ASC }, { validFrom: ASC }]) { nodes { role validFrom validTo person { familyName } } }
  }
}`;

describe('what was true', () => {
  it('on a day: who belonged, who was head, who lived, how old somebody was', async () => {
    const { household, head, members } = await family();
    const child = members.find((id) => id !== head) ?? '';
    const change = await clerk.run<{ householdHeadChange: { userErrors: unknown[] }; householdMemberRemove: { userErrors: unknown[] } }>(
      `mutation ($head: HouseholdHeadChangeInput!, $gone: HouseholdMemberRemoveInput!) {
        householdHeadChange(input: $head) { userErrors { code } } householdMemberRemove(input: $gone) { userErrors { code } }
      }`,
      { head: { householdId: household, personId: child, formerHeadBecomes: 'PARENT', on: '2024-05-01' }, gone: { householdId: household, personId: head, on: '2025-02-01' } },
    );
    expect(change).toEqual({ householdHeadChange: { userErrors: [] }, householdMemberRemove: { userErrors: [] } });
    await update(head, { deathDate: '2025-06-30' });

    const query = (asOf?: string): Promise<unknown> => clerk.run(
      `query ($id: ID!, $person: ID!, $asOf: LocalDate) {
        household(by: { id: $id }, asOf: $asOf) { head { familyName } members(orderBy: [{ familyName: ASC }]) { nodes { familyName } } memberships { nodes { role } } }
        person(by: { id: $person }, asOf: $asOf) { age deathDate household { code } }
      }`, { id: household, person: head, asOf });
    const code = `T-${registered}`;
    expect(await query('2019-12-31')).toEqual({ household: { head: null, members: { nodes: [] }, memberships: { nodes: [] } }, person: { age: 39, deathDate: null, household: null } });
    expect(await query('2024-04-30')).toEqual({
      household: { head: { familyName: 'Oldest' }, members: { nodes: [{ familyName: 'Child 0' }, { familyName: 'Oldest' }] }, memberships: { nodes: [{ role: 'HEAD' }, { role: 'CHILD' }] } },
      person: { age: 44, deathDate: null, household: { code } },
    });
    expect(await query('2024-05-01')).toMatchObject({ household: { head: { familyName: 'Child 0' } }, person: { household: { code } } });
    expect(await query('2025-02-01')).toMatchObject({ household: { members: { nodes: [{ familyName: 'Child 0' }] } }, person: { deathDate: null, household: null } });
    expect(await query('2025-06-30')).toMatchObject({ person: { age: 45, deathDate: '2025-06-30' } });
    expect(await query()).toMatchObject({ household: { head: { familyName: 'Child 0' } }, person: { age: 45, deathDate: '2025-06-30', household: null } });
  });
});

describe('what was known', () => {
  it('at a moment, whatever was corrected since, also by bulk work past the API', async () => {
    const { household, head } = await family();
    const before = await moment();
    await update(head, { familyName: 'Corrected', birthDate: '1979-03-02' });
    const between = await moment();
    await platform.pool.query("update people.person set family_name = 'Bulk' where household_id = (select household_id from people.person where id = $1)", [uuid(head)]);
    const known = (knownAt: string | null): Promise<unknown> => clerk.run(HOUSEHOLD, { id: household, knownAt });
    expect(await known(before)).toMatchObject({ household: { head: { familyName: 'Oldest' }, members: { nodes: [{ familyName: 'Child 0' }, { familyName: 'Oldest', birthDate: '1980-03-02' }] } } });
    expect(await known(between)).toMatchObject({ household: { head: { familyName: 'Corrected' }, members: { nodes: [{ familyName: 'Child 0' }, { familyName: 'Corrected', birthDate: '1979-03-02' }] } } });
    expect(await known(null)).toMatchObject({ household: { head: { familyName: 'Bulk' } } });
  });

  it('about another day: both times at once', async () => {
    const { household, head, members } = await family();
    const child = members.find((id) => id !== head) ?? '';
    const before = await moment();
    await clerk.run('mutation ($input: HouseholdMemberRemoveInput!) { householdMemberRemove(input: $input) { userErrors { code } } }', { input: { householdId: household, personId: child, on: '2021-01-01' } });
    const count = async (asOf: string, knownAt: string | null): Promise<number> =>
      (await clerk.run<{ household: { members: { totalCount: number } } }>(HOUSEHOLD, { id: household, asOf, knownAt })).household.members.totalCount;
    expect([await count('2020-06-01', null), await count('2022-01-01', null), await count('2022-01-01', before)]).toEqual([2, 1, 2]);
  });

  it('of what did not exist yet is nothing', async () => {
    const before = await moment();
    const { household } = await family();
    expect(await clerk.run(HOUSEHOLD, { id: household, knownAt: before })).toEqual({ household: null });
  });

  it('is not told ahead of time, nor what is computed from the present', async () => {
    const { household } = await family();
    const told = await clerk.refuse(HOUSEHOLD, { id: household, knownAt: '2999-01-01T00:00:00.000Z' });
    expect(told).toMatchObject([{ code: 'BAD_USER_INPUT', message: 'knownAt 2999-01-01T00:00:00.000Z lies ahead; ask for what was known at a moment that has passed.' }]);
  });

  it('is told of what is worked out from other rows, too', async () => {
    const { head } = await family(0);
    const assessor = platform.as(...PERMISSIONS, 'people.disability.assess', 'people.disability.read', 'people.disability.clear');
    const assess = (on: string, walking: string): Promise<unknown> => assessor.run('mutation ($input: PersonDisabilityAssessInput!) { personDisabilityAssess(input: $input) { userErrors { code path } } }', {
      input: { personId: head, on, walking, ...Object.fromEntries(['seeing', 'hearing', 'remembering', 'selfCare', 'communicating'].map((part) => [part, 'NO_DIFFICULTY'])) },
    });
    await assess('2024-01-01', 'NO_DIFFICULTY');
    const before = await moment();
    await assess('2025-01-01', 'CANNOT_DO_AT_ALL');
    const at = async (time: object): Promise<unknown> =>
      (await assessor.run<{ person: { disabled: boolean } }>('query ($id: ID!, $asOf: LocalDate, $knownAt: DateTime) { person(by: { id: $id }, asOf: $asOf, knownAt: $knownAt) { disabled } }', { id: head, ...time })).person.disabled;
    expect(await Promise.all([{ asOf: '2023-12-31' }, { asOf: '2024-06-01' }, { asOf: '2025-06-01' }, { knownAt: before }, {}].map(at))).toEqual([null, false, true, false, true]);
  });

  it('is seen by those who may see the person now, and by nobody else', async () => {
    const { household, head } = await family(0);
    const before = await moment();
    await platform.pool.query("update people.household set place_id = (select id from people.place where code = 'V2') where id = $1", [uuid(household)]);
    await platform.pool.query("update people.person set place_id = (select id from people.place where code = 'V2') where id = $1", [uuid(head)]);
    const seenFrom = async (place: string): Promise<unknown> => platform.as({ permissions: PERMISSIONS, places: [place] }).run(HOUSEHOLD, { id: household, knownAt: before });
    expect(await seenFrom('V1')).toEqual({ household: null });
    expect(await seenFrom('V2')).toMatchObject({ household: { code: `T-${registered}` } });
  });

  it('takes one statement, however much there is of it', async () => {
    const { household } = await family(6);
    const at = await moment();
    await clerk.run(HOUSEHOLD, { id: household, asOf: '2025-01-01', knownAt: at });
    expect(clerk.statements()).toBe(1);
  });

  it('is answered the same way for ever: what was seen at a moment is what is told of it later', async () => {
    const change = fc.record({ who: fc.nat({ max: 3 }), what: fc.constantFrom('name', 'sex', 'leave', 'join', 'head', 'bulk') });
    await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const { household, head, members } = await family(3);
      const seen: { readonly at: string; readonly answer: unknown }[] = [];
      for (const [index, { who, what }] of changes.entries()) {
        const person = members[who] ?? head;
        const on = `2025-0${index + 1}-01`;
        const change = (operation: string, input: object): Promise<unknown> =>
          clerk.send(`mutation ($input: ${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input!) { ${operation}(input: $input) { userErrors { code } } }`, { input: { householdId: household, personId: person, on, ...input } });
        if (what === 'name') await update(person, { givenName: `G${index}` });
        if (what === 'sex') await update(person, { sex: index % 2 ? 'MALE' : 'UNKNOWN' });
        if (what === 'leave') await change('householdMemberRemove', {});
        if (what === 'join') await change('householdMemberAdd', { role: 'CHILD' });
        if (what === 'head') await change('householdHeadChange', { formerHeadBecomes: 'OTHER_RELATIVE' });
        if (what === 'bulk') await platform.pool.query('update people.person set given_name = $1 where id = any($2)', [`B${index}`, members.map(uuid)]);
        const at = await moment();
        seen.push({ at, answer: await clerk.run(HOUSEHOLD, { id: household }) });
      }
      for (const { at, answer } of seen) {
        expect(await clerk.run(HOUSEHOLD, { id: household, knownAt: at })).toEqual(answer);
        // Read in another way for whoever has limits: what a row is now leads to what it was.
        expect(await platform.as({ permissions: PERMISSIONS, places: ['V1'] }).run(HOUSEHOLD, { id: household, knownAt: at })).toEqual(answer);
        expect(await platform.as({ permissions: PERMISSIONS, places: ['V2'] }).run(HOUSEHOLD, { id: household, knownAt: at })).toEqual({ household: null });
      }
    }), { numRuns: 12 });
  });
});

/** The UUID in an id. */
function uuid(id: string): string {
  const digits = id.slice(id.lastIndexOf('_') + 1);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

describe('who somebody was on a day', () => {
  it('is looked up by the id that the day gives, not by going through all persons', async () => {
    const { household } = await family();
    const statements = await platform.statementsOf(() => clerk.run('query ($id: ID!) { household(by: { id: $id }, asOf: "2021-01-01") { head { familyName } place { name } members { nodes { familyName household { code } } } } }', { id: household }));
    const [read] = statements.filter((text) => text.includes('membership'));
    const client = await platform.platform.pool.connect();
    try {
      // Read in one way or the other: by an index where there is one that can be asked.
      await client.query('begin');
      await client.query('set local enable_seqscan = off');
      const { rows } = await client.query<Record<'QUERY PLAN', string>>(`explain (generic_plan) ${read}`);
      const scans = rows.map((row) => row['QUERY PLAN']).filter((line) => line.includes('Scan'));
      expect(scans.some((line) => /Index.* Scan.* on person /.test(line))).toBe(true);
      expect(scans.filter((line) => /Seq Scan on (person|household|membership) /.test(line))).toEqual([]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
