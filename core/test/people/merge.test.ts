import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../src/index.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, everything, merge, MERGE, mergeInput, register, registerHousehold, twoPlaces, unmerge, UNMERGE, versionOf } from './testing/registry.js';

let platform: TestPlatform;
let clerk: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', workers: false });
  clerk = platform.as(...CLERK);
  await twoPlaces(clerk);
});
afterAll(() => platform.stop());

const uuid = (id: string): string => decodeId(id)?.uuid ?? '';
const householdNow = async (id: string): Promise<unknown> =>
  (await clerk.run<{ household: unknown }>(
    'query ($id: ID!) { household(by: { id: $id }) { head { givenName } members(orderBy: [{ givenName: ASC }]) { nodes { givenName } } } }', { id },
  )).household;
const update = (id: string, version: number, more: object) =>
  ['mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code message path } } }', { input: { id, version, ...more } }] as const;

describe('a clerk finds that two persons are one', () => {
  it('and the survivor has what it lacked, and what was taken; the merged one says whose it is', async () => {
    const [survivor, merged] = await register(clerk, [{ givenName: 'Ama', sex: 'UNKNOWN' }, { givenName: 'Amma', sex: 'FEMALE', birthDate: '1980-05-01' }]) as [string, string];
    const before = await everything(platform);
    const id = await merge(clerk, survivor, merged, { take: ['NAME'] });
    const found = await clerk.run(
      `query ($survivor: ID!, $merged: ID!) {
        survivor: person(by: { id: $survivor }) { givenName sex birthDate mergedInto { id } mergedFrom { nodes { id } } merges { nodes { id reason mergedOn mergedBy stands changes { nodes { change table field } } } } }
        merged: person(by: { id: $merged }) { givenName mergedInto { id } mergedBy { nodes { id } } }
      }`, { survivor, merged },
    );
    expect(found).toEqual({
      survivor: {
        givenName: 'Amma', sex: 'FEMALE', birthDate: '1980-05-01', mergedInto: null, mergedFrom: { nodes: [{ id: merged }] },
        merges: { nodes: [{ id, reason: 'same card', mergedOn: '2026-03-01', mergedBy: 'tester@example.org', stands: true, changes: { nodes: [
          { change: 'CHANGED', table: 'people.person', field: 'NAME' }, { change: 'CHANGED', table: 'people.person', field: 'SEX' }, { change: 'CHANGED', table: 'people.person', field: 'BIRTH' },
        ] } }] },
      },
      merged: { givenName: 'Amma', mergedInto: { id: survivor }, mergedBy: { nodes: [{ id }] } },
    });
    const listed = async (): Promise<unknown> =>
      clerk.run('{ persons(where: { givenName: { startsWith: "Am" } }, orderBy: [{ givenName: ASC }]) { nodes { id } totalCount } }');
    expect(await listed()).toEqual({ persons: { nodes: [{ id: survivor }], totalCount: 1 } });
    expect(await unmerge(clerk, id)).toEqual([]);
    expect(await listed()).toEqual({ persons: { nodes: [{ id: survivor }, { id: merged }], totalCount: 2 } });
    expect(await everything(platform)).toEqual(before);
    expect(await clerk.refuse(UNMERGE, { input: { mergeId: id, reason: 'again' } })).toMatchObject([{ code: 'MERGE_UNDONE', path: ['input', 'mergeId'] }]);
  });

  it('and is refused what cannot be', async () => {
    const [one, other, third] = await register(clerk, [{ givenName: 'A' }, { givenName: 'B' }, { givenName: 'C' }]) as [string, string, string];
    const elsewhere = platform.as({ permissions: CLERK, places: ['V2'] });
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, one, one))).toMatchObject([{ code: 'MERGE_WITH_ITSELF', path: ['input', 'mergedId'] }]);
    expect(await elsewhere.refuse(MERGE, await mergeInput(clerk, one, other))).toMatchObject([{ code: 'PERSON_NOT_FOUND', path: ['input', 'survivorId'] }]);
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, one, other, { mergedVersion: 7 }))).toMatchObject([{ code: 'CHANGED_MEANWHILE', path: ['input', 'mergedVersion'] }]);
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, one, other, { take: ['SEX'], keep: ['SEX'] }))).toMatchObject([{ code: 'TAKEN_AND_KEPT' }]);
    const id = await merge(clerk, one, other);
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, third, other))).toMatchObject([{ code: 'PERSON_MERGED', path: ['input', 'mergedId'] }]);
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, other, third))).toMatchObject([{ code: 'PERSON_MERGED', path: ['input', 'survivorId'] }]);
    expect(await elsewhere.refuse(UNMERGE, { input: { mergeId: id, reason: 'x' } })).toMatchObject([{ code: 'MERGE_NOT_FOUND' }]);
    expect(await elsewhere.run('{ personMerges { totalCount } personMergeChanges { totalCount } }')).toEqual({ personMerges: { totalCount: 0 }, personMergeChanges: { totalCount: 0 } });
    await expect(platform.pool.query("update people.person set given_name = 'X' where id = $1", [uuid(other)])).rejects.toThrow('was found to be person');
    await expect(platform.pool.query('update people.person set merged_into_id = $2 where id = $1', [uuid(one), uuid(third)])).rejects.toThrow('along a chain');
  });

  it('and says whether the person lives', async () => {
    const [alive, dead] = await register(clerk, [{ givenName: 'A', birthDate: '1990-01-01' }, { givenName: 'B' }]) as [string, string];
    await clerk.run(...update(dead, 1, { deathDate: '1989-01-01' }));
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, alive, dead))).toMatchObject([{ code: 'ALIVE_AND_DEAD', path: ['input', 'take'] }]);
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, alive, dead, { take: ['DEATH'] }))).toMatchObject([{ code: 'DIED_BEFORE_BIRTH', path: ['input', 'take'] }]);
    await merge(clerk, alive, dead, { keep: ['DEATH'] });
    expect(await clerk.run('query ($id: ID!) { person(by: { id: $id }) { deathDate } }', { id: alive })).toEqual({ person: { deathDate: null } });
  });

  it('and nobody has lived in a household before they were born, whichever record says so', async () => {
    const { members: [head] } = await registerHousehold(clerk, 'BORN-1', [{ givenName: 'Old' }], 'V1', '2010-01-01');
    const [child] = await register(clerk, [{ givenName: 'Young', birthDate: '2015-06-01' }]) as [string];
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, head ?? '', child))).toMatchObject([{ code: 'BORN_AFTER_FACTS', path: ['input', 'take'] }]);
    await merge(clerk, head ?? '', child, { keep: ['BIRTH'] });
    expect(await clerk.run('query ($id: ID!) { person(by: { id: $id }) { birthDate mergedFrom { totalCount } } }', { id: head })).toEqual({ person: { birthDate: null, mergedFrom: { totalCount: 1 } } });
  });

  it('twice at once: one of two merges of a person wins', async () => {
    const [one, two, three] = await register(clerk, [{ givenName: 'A' }, { givenName: 'B' }, { givenName: 'C' }]) as [string, string, string];
    const inputs = [await mergeInput(clerk, one, two), await mergeInput(clerk, three, two)];
    const answers = await Promise.all(inputs.map((input) => clerk.send(MERGE, input)));
    expect(answers.flatMap(({ data }) => (data as { personMerge: { userErrors: { code: string }[] } }).personMerge.userErrors)).toMatchObject([{ code: 'PERSON_MERGED' }]);
  });

  it('in a circle at once: somebody remains, and everybody points at somebody who does', async () => {
    const ring = await register(clerk, [{ givenName: 'A' }, { givenName: 'B' }, { givenName: 'C' }]);
    const inputs = await Promise.all(ring.map((person, index) => mergeInput(clerk, person, ring[(index + 1) % 3] ?? '')));
    await Promise.all(inputs.map((input) => clerk.send(MERGE, input)));
    const { rows } = await platform.pool.query(
      'select count(*) filter (where p.merged_into_id is null)::int as remaining, count(*) filter (where i.merged_into_id is not null)::int as chained from people.person p left join people.person i on i.id = p.merged_into_id where p.id = any($1)',
      [ring.map(uuid)],
    );
    expect(rows).toEqual([{ remaining: 1, chained: 0 }]);
  });

  it('with few statements, however much there is to move', async () => {
    await registerHousehold(clerk, 'M-0', [{ givenName: 'Head' }]);
    const [one, two] = await register(clerk, [{ givenName: 'A' }, { givenName: 'B' }]) as [string, string];
    await clerk.run(MERGE, await mergeInput(clerk, one, two));
    const few = clerk.statements();
    const [survivor, merged] = await register(clerk, [{ givenName: 'A' }, { givenName: 'B' }]) as [string, string];
    await platform.pool.query(
      `insert into people.membership (id, person_id, household_id, role, valid_from, valid_to)
       select kernel.uuid7(), $1, h.id, 'CHILD', make_date(1900 + n, 1, 1), make_date(1900 + n, 2, 1)
       from generate_series(1, 50) n, (select id from people.household limit 1) h`, [uuid(merged)],
    );
    const input = await mergeInput(clerk, survivor, merged);
    await clerk.run(MERGE, input);
    expect(clerk.statements()).toBeLessThanOrEqual(few + 2);
  });
});

describe('two members of households', () => {
  it('of one household become one; its head stays head', async () => {
    const { id, members: [, daughter, twice] } = await registerHousehold(clerk, 'M-1', [{ givenName: 'Head' }, { givenName: 'Efua' }, { givenName: 'Efuah' }]) as { id: string; members: [string, string, string] };
    const before = await everything(platform);
    const mergeId = await merge(clerk, daughter, twice);
    expect(await householdNow(id)).toEqual({ head: { givenName: 'Head' }, members: { nodes: [{ givenName: 'Efua' }, { givenName: 'Head' }] } });
    expect(await clerk.run('query ($id: ID!) { personMerge(by: { id: $id }) { changes { nodes { change table field reason } } } }', { id: mergeId })).toEqual({ personMerge: { changes: { nodes: [
      { change: 'STAYED', table: 'people.membership', field: 'person_id', reason: 'membership_one_household' },
      { change: 'CHANGED', table: 'people.membership', field: 'valid_to', reason: null },
      { change: 'CHANGED', table: 'people.person', field: 'HOUSEHOLD', reason: null },
    ] } } });
    expect(await unmerge(clerk, mergeId)).toEqual([]);
    expect(await everything(platform)).toEqual(before);
  });

  it('of one household, the head into a child: the child becomes head', async () => {
    const { id, members: [head, child] } = await registerHousehold(clerk, 'M-2', [{ givenName: 'Old' }, { givenName: 'Same' }]) as { id: string; members: [string, string] };
    const before = await everything(platform);
    const mergeId = await merge(clerk, child, head);
    expect(await householdNow(id)).toEqual({ head: { givenName: 'Same' }, members: { nodes: [{ givenName: 'Same' }] } });
    expect(await unmerge(clerk, mergeId)).toEqual([]);
    expect(await everything(platform)).toEqual(before);
  });

  it('one without a household: it takes the place of the merged one', async () => {
    const [alone] = await register(clerk, [{ givenName: 'Alone' }], 'V2') as [string];
    const { id, members: [head] } = await registerHousehold(clerk, 'M-3', [{ givenName: 'Old' }, { givenName: 'Child' }]) as { id: string; members: [string] };
    const before = await everything(platform);
    const mergeId = await merge(clerk, alone, head);
    expect(await householdNow(id)).toEqual({ head: { givenName: 'Alone' }, members: { nodes: [{ givenName: 'Alone' }, { givenName: 'Child' }] } });
    expect(await clerk.run('query ($id: ID!) { person(by: { id: $id }) { place { code } memberships { nodes { role validFrom validTo } } } }', { id: alone })).toEqual({
      person: { place: { code: 'V1' }, memberships: { nodes: [{ role: 'HEAD', validFrom: '2020-01-01', validTo: null }] } },
    });
    expect(await unmerge(clerk, mergeId)).toEqual([]);
    expect(await everything(platform)).toEqual(before);
  });

  it('of two households: the survivor stays where it is, and the household that loses its head is given one', async () => {
    const { id: home, members: [stays] } = await registerHousehold(clerk, 'M-4', [{ givenName: 'Stays' }]) as { id: string; members: [string] };
    const { id: other, members: [head, heir] } = await registerHousehold(clerk, 'M-5', [{ givenName: 'Goes' }, { givenName: 'Heir' }], 'V2') as { id: string; members: [string, string] };
    const before = await everything(platform);
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, stays, head))).toMatchObject([{ code: 'HEAD_NEEDED', path: ['input', 'newHeadId'], message: 'The household M-5 would be left without a head.' }]);
    expect(await clerk.refuse(MERGE, await mergeInput(clerk, stays, head, { newHeadId: stays }))).toMatchObject([{ code: 'NOT_ITS_MEMBER' }]);
    expect(await everything(platform)).toEqual(before);
    const mergeId = await merge(clerk, stays, head, { newHeadId: heir });
    expect(await householdNow(home)).toEqual({ head: { givenName: 'Stays' }, members: { nodes: [{ givenName: 'Stays' }] } });
    expect(await householdNow(other)).toEqual({ head: { givenName: 'Heir' }, members: { nodes: [{ givenName: 'Heir' }] } });
    expect(await unmerge(clerk, mergeId)).toEqual([]);
    expect(await everything(platform)).toEqual(before);
  });

  it('of two households: where told so, the survivor moves into that of the merged one', async () => {
    const { id: left, members: [moves] } = await registerHousehold(clerk, 'M-6', [{ givenName: 'Moves' }]) as { id: string; members: [string] };
    const { id: entered, members: [head] } = await registerHousehold(clerk, 'M-7', [{ givenName: 'Goes' }, { givenName: 'Child' }], 'V2') as { id: string; members: [string] };
    const before = await everything(platform);
    const mergeId = await merge(clerk, moves, head, { take: ['HOUSEHOLD'] });
    expect(await householdNow(left)).toEqual({ head: null, members: { nodes: [] } });
    expect(await householdNow(entered)).toEqual({ head: { givenName: 'Moves' }, members: { nodes: [{ givenName: 'Child' }, { givenName: 'Moves' }] } });
    expect(await unmerge(clerk, mergeId)).toEqual([]);
    expect(await everything(platform)).toEqual(before);
  });
});

describe('what happens between a merge and its undoing', () => {
  it('stays: a value that somebody changed is kept and told', async () => {
    const [survivor, merged] = await register(clerk, [{ givenName: 'A', sex: 'UNKNOWN' }, { givenName: 'B', sex: 'MALE', birthDate: '1980-05-01' }]) as [string, string];
    const id = await merge(clerk, survivor, merged);
    await clerk.run(...update(survivor, await versionOf(clerk, survivor), { birthDate: '1981-05-01' }));
    expect(await unmerge(clerk, id)).toEqual(['people.person.BIRTH']);
    expect(await clerk.run('query ($id: ID!) { person(by: { id: $id }) { sex birthDate mergedFrom { totalCount } } }', { id: survivor })).toEqual({
      person: { sex: 'UNKNOWN', birthDate: '1981-05-01', mergedFrom: { totalCount: 0 } },
    });
  });

  it('of the household too: who lived alone lives alone again where it was, though the household has moved', async () => {
    const [alone] = await register(clerk, [{ givenName: 'Alone' }]) as [string];
    const { id: household, members: [, child] } = await registerHousehold(clerk, 'U-0', [{ givenName: 'Old' }, { givenName: 'Child' }], 'V2') as { id: string; members: [string, string] };
    platform.setToday('2026-04-01');
    const mergeId = await merge(clerk, alone, child);
    await clerk.run('mutation ($input: HouseholdMoveInput!) { householdMove(input: $input) { userErrors { code message path } } }', { input: { householdId: household, placeCode: 'V1' } });
    await clerk.run('mutation ($input: HouseholdMoveInput!) { householdMove(input: $input) { userErrors { code message path } } }', { input: { householdId: household, placeCode: 'R' } });
    platform.setToday('2026-05-01');
    await unmerge(clerk, mergeId);
    const where = async (id: string): Promise<unknown> => clerk.run('query ($id: ID!) { person(by: { id: $id }) { household { code } place { code } } }', { id });
    expect(await where(alone)).toEqual({ person: { household: null, place: { code: 'V1' } } });
    expect(await where(child)).toEqual({ person: { household: { code: 'U-0' }, place: { code: 'R' } } });
    platform.setToday('2026-03-01');
  });

  it('of the household too: who became head since remains head', async () => {
    const [alone] = await register(clerk, [{ givenName: 'Alone' }]) as [string];
    const { id: household, members: [head, heir] } = await registerHousehold(clerk, 'U-1', [{ givenName: 'Old' }, { givenName: 'Heir' }]) as { id: string; members: [string, string] };
    platform.setToday('2026-04-01');
    const mergeId = await merge(clerk, alone, head);
    platform.setToday('2026-05-01');
    await clerk.run(
      `mutation ($input: HouseholdHeadChangeInput!) { householdHeadChange(input: $input) { userErrors { code message path } } }`,
      { input: { householdId: household, personId: heir, formerHeadBecomes: 'PARENT' } },
    );
    await unmerge(clerk, mergeId);
    expect(await householdNow(household)).toEqual({ head: { givenName: 'Heir' }, members: { nodes: [{ givenName: 'Alone' }, { givenName: 'Heir' }] } });
    platform.setToday('2026-03-01');
  });

  it('of the household too: one that was closed since stays closed, and whom it gets back left it then', async () => {
    const { members: [survivor = ''] } = await registerHousehold(clerk, 'U-2', [{ givenName: 'Stays' }]);
    const { id: closed, members: [last, child] } = await registerHousehold(clerk, 'U-3', [{ givenName: 'Last' }, { givenName: 'Child' }]) as { id: string; members: [string, string] };
    platform.setToday('2026-04-01');
    const mergeId = await merge(clerk, survivor, child);
    platform.setToday('2026-04-10');
    await clerk.run('mutation ($input: HouseholdMemberRemoveInput!) { householdMemberRemove(input: $input) { userErrors { code message path } } }', { input: { householdId: closed, personId: last } });
    platform.setToday('2026-05-01');
    await unmerge(clerk, mergeId);
    expect(await clerk.run('query ($id: ID!) { household(by: { id: $id }) { closedOn } }', { id: closed })).toEqual({ household: { closedOn: '2026-04-10' } });
    expect(await clerk.run('query ($id: ID!) { person(by: { id: $id }) { household { code } memberships { nodes { validTo } } } }', { id: child })).toEqual({
      person: { household: null, memberships: { nodes: [{ validTo: '2026-04-10' }] } },
    });
    platform.setToday('2026-03-01');
  });

  it('and merges of several into one are taken back in any order', async () => {
    const [one, two, three] = await register(clerk, [{ givenName: 'A', sex: 'UNKNOWN' }, { givenName: 'B', sex: 'MALE' }, { givenName: 'C', sex: 'FEMALE' }]) as [string, string, string];
    const before = await everything(platform);
    const first = await merge(clerk, one, two);
    const second = await merge(clerk, one, three, { take: ['SEX'] });
    expect(await unmerge(clerk, first)).toEqual([]);
    expect(await unmerge(clerk, second)).toEqual([]);
    expect(await everything(platform)).toEqual(before);
  });

  it('and a survivor that is merged further is taken back first', async () => {
    const [one, two, three] = await register(clerk, [{ givenName: 'A' }, { givenName: 'B' }, { givenName: 'C' }]) as [string, string, string];
    const before = await everything(platform);
    const first = await merge(clerk, two, three);
    const second = await merge(clerk, one, two);
    expect(await clerk.run('query ($id: ID!) { person(by: { id: $id }) { mergedInto { id } } }', { id: three })).toEqual({ person: { mergedInto: { id: one } } });
    expect(await clerk.refuse(UNMERGE, { input: { mergeId: first, reason: 'x' } })).toMatchObject([{ code: 'SURVIVOR_MERGED', path: ['input', 'mergeId'] }]);
    await unmerge(clerk, second);
    await unmerge(clerk, first);
    expect(await everything(platform)).toEqual(before);
  });
});
