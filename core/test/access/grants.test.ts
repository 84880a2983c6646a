import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, register, twoPlaces } from '../people/testing/registry.js';
import { codes, everywhere, granting, type Granting } from './testing/granting.js';

let kit: TestPlatform;
let by: Granting;

beforeAll(async () => {
  kit = await startTestPlatform({ workers: false });
  by = granting(kit);
  await twoPlaces(kit.as(...CLERK));
  await register(kit.as(...CLERK), [{ givenName: 'Ama' }], 'V1');
  await register(kit.as(...CLERK), [{ givenName: 'Efua' }], 'V2');
  await by.role('village-reader', ['people.persons.read', 'people.places.read']);
});
afterAll(() => kit.stop());

const NAMES = '{ persons(orderBy: [{ givenName: ASC }]) { nodes { givenName } } }';
const namesSeen = async (subject: string): Promise<readonly string[]> =>
  (await kit.as({ user: subject }).run<{ persons: { nodes: { givenName: string }[] } }>(NAMES)).persons.nodes.map(({ givenName }) => givenName);

it('answers a user within the district of their grant, and refuses them as soon as it is ended', async () => {
  const user = await by.user('esi');
  expect(codes(await kit.as({ user: 'esi' }).refuse(NAMES))).toEqual(['FORBIDDEN']);
  const grant = await by.give(user, 'village-reader', { ...everywhere, everyPlace: false, places: ['V1'] });
  expect(await namesSeen('esi')).toEqual(['Ama']);
  await by.end(grant);
  expect(codes(await kit.as({ user: 'esi' }).refuse(NAMES))).toEqual(['FORBIDDEN']);
});

it('asks the database for no more statements than for who has no grants', async () => {
  await by.give(await by.user('kojo'), 'village-reader', { ...everywhere, everyPlace: false, places: ['V2'] });
  const [kojo, clerk] = [kit.as({ user: 'kojo' }), kit.as({ permissions: ['people.persons.read'], places: ['V2'] })];
  await kojo.run(NAMES);
  await kojo.run(NAMES);
  await clerk.run(NAMES);
  expect(kojo.statements()).toBe(clerk.statements());
});

const CAN = 'query ($user: ID!, $permission: String!, $place: String) { can(userId: $user, permission: $permission, place: $place) { allowed by { role { name } } lacks } }';

it('tells whether somebody may do something, by which grant, or what lacks', async () => {
  const user = await by.user('abena');
  const grant = await by.give(user, 'village-reader', { ...everywhere, everyPlace: false, places: ['R'] });
  const can = async (permission: string, place?: string): Promise<unknown> => (await by.admin.run<{ can: unknown }>(CAN, { user, permission, place })).can;
  expect(await can('people.persons.read', 'V1')).toEqual({ allowed: true, by: [{ role: { name: 'village-reader' } }], lacks: [] });
  expect(await can('people.persons.read', 'X')).toEqual({ allowed: false, by: [], lacks: ['Its grant of village-reader has it, but it does not reach X of places.'] });
  expect(await can('people.persons.register')).toEqual({ allowed: false, by: [], lacks: ['No role that abena was granted has people.persons.register.'] });
  await by.end(grant);
  expect(await can('people.persons.read', 'V1')).toMatchObject({ allowed: false, lacks: ['Its grant of village-reader has it, but it ended on 2026-03-01.'] });
});

it('lists who had both before a separation came', async () => {
  const user = await by.user('yaa');
  await by.give(user, 'village-reader');
  await by.admin.run(`mutation { separationAdd(input: { name: "made-up", description: "For a test", one: ["people.persons.read"], other: ["people.places.read"] }) { userErrors { code } } }`);
  const { separationBreaches } = await by.admin.run<{ separationBreaches: unknown[] }>('{ separationBreaches { user { subject } separation { name } one other } }');
  expect(separationBreaches).toContainEqual({ user: { subject: 'yaa' }, separation: { name: 'made-up' }, one: 'people.persons.read', other: 'people.places.read' });
});
