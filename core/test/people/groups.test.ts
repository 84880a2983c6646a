import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { groupKinds } from '../../src/people/groups/group-kinds.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
const PERMISSIONS = ['people.persons.read', 'people.persons.register', 'people.groups.read', 'people.groups.manage', 'people.places.read', 'people.places.manage'];
const choirs = defineModule(
  { name: 'choirs', version: '0.1.0', kinga: { id: 'choirs', requires: { people: '>=0.1.0' } } },
  { description: 'A kind of group of one country', contributes: [groupKinds.contribute('choir', { description: 'People who sing together', roles: ['SOPRANO', 'BASS'] })] },
);
let persons: readonly string[];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', modules: [choirs] });
  clerk = platform.as(...PERMISSIONS);
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "V1", name: "One", level: "village" }, { code: "V2", name: "Two", level: "village" }] }) { userErrors { code } } }');
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: { id: string }[] } }>(
    'mutation ($persons: [PersonInput!]!) { personsRegister(input: { placeCode: "V1", persons: $persons }) { persons { id } } }',
    { persons: ['A', 'B', 'C'].map((familyName) => ({ familyName, sex: 'FEMALE', birthDate: '1990-01-01' })) },
  );
  persons = personsRegister.persons.map(({ id }) => id);
});
afterAll(() => platform.stop());

let registered = 0;

async function group(more: object = {}): Promise<{ readonly id: string; readonly code: string }> {
  registered += 1;
  const { groupRegister } = await clerk.run<{ groupRegister: { group: { id: string; code: string } } }>(
    'mutation ($input: GroupRegisterInput!) { groupRegister(input: $input) { group { id code } userErrors { code } } }',
    { input: { code: `G-${registered}`, kind: 'cooperative', name: 'Green Field', placeCode: 'V1', since: '2024-01-01', ...more } },
  );
  return groupRegister.group;
}

const change = (operation: string, input: object): readonly [string, { readonly input: object }] => {
  const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}Input`;
  return [`mutation ($input: ${type}!) { ${operation}(input: $input) { group { code closedOn memberships { nodes { person { familyName } role validFrom validTo } } } userErrors { code message path hint } } }`, { input }];
};

async function refused(operation: string, input: object): Promise<readonly (readonly [string, string])[]> {
  return (await clerk.refuse(...change(operation, input))).map(({ code, path }) => [code, (path ?? []).slice(1).join('.')] as const);
}

describe('a person belongs to a household and to groups', () => {
  it('as many as there are, in roles that their kinds know, from a day to a day', async () => {
    const [cooperative, choir] = [await group(), await group({ kind: 'choir', name: 'Voices' })];
    await clerk.run(...change('groupMemberAdd', { groupId: cooperative.id, personId: persons[0], role: 'CHAIR', on: '2024-06-01' }));
    await clerk.run(...change('groupMemberAdd', { groupId: choir.id, personId: persons[0], role: 'BASS', on: '2025-01-01' }));
    await clerk.run(...change('groupMemberRemove', { groupId: cooperative.id, personId: persons[0], on: '2025-06-01' }));
    await clerk.run(...change('groupMemberAdd', { groupId: cooperative.id, personId: persons[0], role: 'MEMBER', on: '2025-06-01' }));
    const query = 'query ($id: ID!, $asOf: LocalDate) { person(by: { id: $id }, asOf: $asOf) { groupMemberships { nodes { group { name kind } role validTo } } } }';
    const green = { name: 'Green Field', kind: 'cooperative' };
    const voices = { name: 'Voices', kind: 'choir' };
    expect(await clerk.run(query, { id: persons[0] })).toEqual({
      person: { groupMemberships: { nodes: [{ group: green, role: 'CHAIR', validTo: '2025-06-01' }, { group: voices, role: 'BASS', validTo: null }, { group: green, role: 'MEMBER', validTo: null }] } },
    });
    expect(await clerk.run(query, { id: persons[0], asOf: '2024-12-31' })).toMatchObject({ person: { groupMemberships: { nodes: [{ role: 'CHAIR' }] } } });
  });

  it('and the kinds are to be listed', async () => {
    const { groupKinds: kinds } = await clerk.run<{ groupKinds: { name: string }[] }>('{ groupKinds { name description roles } }');
    expect(kinds).toContainEqual({ name: 'choir', description: 'People who sing together', roles: ['SOPRANO', 'BASS'] });
    expect(kinds.map(({ name }) => name).toSorted()).toEqual(['choir', 'cooperative', 'savings-group', 'school']);
  });
});

describe('a group', () => {
  it('is closed with all its memberships, and then takes nobody', async () => {
    const { id } = await group();
    for (const personId of persons.slice(0, 2)) await clerk.run(...change('groupMemberAdd', { groupId: id, personId, role: 'MEMBER', on: '2024-06-01' }));
    expect(await clerk.run(...change('groupClose', { groupId: id, on: '2025-01-01' }))).toMatchObject({
      groupClose: { group: { closedOn: '2025-01-01', memberships: { nodes: [{ validTo: '2025-01-01' }, { validTo: '2025-01-01' }] } } },
    });
    expect(await refused('groupMemberAdd', { groupId: id, personId: persons[2], role: 'MEMBER' })).toEqual([['GROUP_CLOSED', 'groupId']]);
  });

  it('takes nobody twice, in unknown roles, before it was there or ahead of time', async () => {
    const { id, code } = await group();
    const add = (more: object): [string, object] => ['groupMemberAdd', { groupId: id, personId: persons[0], role: 'MEMBER', ...more }];
    expect(await refused(...add({ role: 'TEACHER' }))).toEqual([['GROUP_ROLE_UNKNOWN', 'role']]);
    expect(await refused(...add({ on: '2023-12-31' }))).toEqual([['BEFORE_GROUP', 'on']]);
    expect(await refused(...add({ on: '2026-03-02' }))).toEqual([['NOT_YET', 'on']]);
    expect(await refused('groupMemberRemove', { groupId: id, personId: persons[0] })).toEqual([['NOT_IN_GROUP', 'personId']]);
    await clerk.run(...change(...add({ on: '2025-01-01' })));
    expect(await refused(...add({ on: '2024-12-31' }))).toEqual([['ALREADY_IN_GROUP', 'personId']]);
    await clerk.run(...change('groupMemberRemove', { groupId: id, personId: persons[0], on: '2025-06-01' }));
    expect(await refused('groupMemberRemove', { groupId: id, personId: persons[0], on: '2025-05-01' })).toEqual([['LATER_FACTS', 'on']]);
    expect(await refused('groupClose', { groupId: id, on: '2025-05-01' })).toEqual([['LATER_FACTS', 'on']]);
    const register = (more: object): [string, object] => ['groupRegister', { code: 'G-X', kind: 'school', name: 'X', placeCode: 'V1', ...more }];
    expect(await refused(...register({ code }))).toEqual([['GROUP_CODE_TAKEN', 'code']]);
    expect(await refused(...register({ kind: 'club' }))).toEqual([['GROUP_KIND_UNKNOWN', 'kind']]);
    expect(await refused(...register({ since: '2026-03-02' }))).toEqual([['NOT_YET', 'since']]);
  });

  it('is seen and changed only where one may', async () => {
    const { id } = await group();
    await clerk.run(...change('groupMemberAdd', { groupId: id, personId: persons[0], role: 'MEMBER' }));
    const elsewhere = platform.as({ permissions: PERMISSIONS, places: ['V2'] });
    expect(await elsewhere.run('{ groups { totalCount } groupMemberships { totalCount } }')).toEqual({ groups: { totalCount: 0 }, groupMemberships: { totalCount: 0 } });
    expect(await elsewhere.refuse(...change('groupClose', { groupId: id }))).toMatchObject([{ code: 'GROUP_NOT_FOUND' }]);
    expect(await elsewhere.refuse(...change('groupRegister', { code: 'G-Y', kind: 'school', name: 'Y' }))).toMatchObject([{ code: 'PLACE_NOT_FOUND', path: ['input', 'placeCode'] }]);
  });
});
