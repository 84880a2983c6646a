import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { actorsByGrants } from '../../src/access/actor-for.js';
import { runOperation } from '../../src/kernel/server/run-operation.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { TEST_ISSUER } from '../../src/testing/test-client.js';
import { BLOCK, CHANGE, DEFINE, END, everywhere, GIVE, granting, UNBLOCK, type Given, type Granting } from '../access/testing/granting.js';
import { CLERK, register, registerHousehold, twoPlaces } from '../people/testing/registry.js';
import { attack } from './testing/attack.js';

const RUNS = ['transactions.runs.create', 'transactions.runs.approve'] as const;
const ALL_NAMES = '{ persons(orderBy: [{ givenName: ASC }]) { nodes { givenName } } }';
const READER = ['people.persons.read', 'people.places.read'];

let kit: TestPlatform;
let by: Granting;
let ama = '';
let count = 0;

beforeAll(async () => {
  kit = await startTestPlatform({ workers: false });
  by = granting(kit);
  const clerk = kit.as(...CLERK);
  await twoPlaces(clerk);
  [ama = ''] = await register(clerk, [{ givenName: 'Ama' }], 'V1');
  await register(clerk, [{ givenName: 'Efua' }], 'V2');
  await registerHousehold(clerk, 'H1', [{ givenName: 'Kofi' }], 'V1');
  await registerHousehold(clerk, 'H2', [{ givenName: 'Yaw' }], 'V2');
  for (const code of ['P1', 'P2']) {
    await kit.pool.query("insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), $1, $1, 'programmes', 'PERSON', 'GHS', '2020-01-01')", [code]);
  }
  await kit.pool.query(`begin; select set_config('kinga.scope', 'all', true);
    insert into programmes.enrolment (id, programme_id, person_id, place_id, state, enrolled_on) select kernel.uuid7(), g.id, p.id, p.place_id, 'ENROLLED', '2020-01-01'
    from programmes.programme g, people.person p where (g.code, p.given_name) in (('P1', 'Ama'), ('P2', 'Efua')); commit`);
  await by.role('reader', READER);
  await by.role('household-reader', [...READER, 'people.households.read']);
  await by.role('places-reader', ['people.places.read']);
  await by.role('runs-reader', ['transactions.runs.read']);
  await by.role('maker', [RUNS[0]]);
  await by.role('checker', [RUNS[1]]);
  await by.role('integrator', ['webhooks.endpoints.manage', 'webhooks.endpoints.read']);
  await by.role('watch', ['access.sessions.end', 'access.users.read']);
  await by.role('keeper', ['access.service-accounts.manage', 'access.service-accounts.read', 'access.users.read']);
  await by.role('chief', ['access.grants.give', 'access.grants.read', 'access.users.manage', 'access.users.read', 'access.roles.manage', 'access.roles.read', ...READER]);
});
afterAll(() => kit.stop());

const fresh = (what: string): string => `${what}-${count += 1}`;
const as = (subject: string): TestClient => kit.as({ user: subject });

/** A scope that is not limited in what it does not speak of. */
const wide = (scope: object): object => ({ everyOrganisation: !('organisations' in scope), everyProgramme: !('programmes' in scope), ...scope });

/** Somebody with grants, each a role and a scope. */
async function somebody(...held: readonly (readonly [role: string, scope: object, more?: object])[]): Promise<{ readonly id: string; readonly subject: string; readonly client: TestClient; readonly grants: readonly Given[] }> {
  const subject = fresh('user');
  const id = await by.user(subject);
  const grants: Given[] = [];
  for (const [role, scope, more] of held) grants.push(await by.give(id, role, wide(scope), more));
  return { id, subject, client: as(subject), grants };
}

async function refused(work: Promise<readonly { readonly code: string }[]>, ...expected: readonly string[]): Promise<void> {
  const told = (await work).map(({ code }) => code);
  expect(told.some((code) => expected.includes(code)), `${told.join()} is none of ${expected.join()}`).toBe(true);
}

const names = async (client: TestClient, document = ALL_NAMES): Promise<readonly string[]> =>
  (await client.run<{ persons: { nodes: { givenName: string }[] } }>(document)).persons.nodes.map(({ givenName }) => givenName);

const REGISTER = 'mutation ($input: ServiceAccountRegisterInput!) { serviceAccountRegister(input: $input) { serviceAccount { id user { id subject } } userErrors { code message path } } }';
interface Program { readonly id: string; readonly user: { readonly id: string; readonly subject: string } }
const registered = async (client: TestClient): Promise<Program> =>
  (await client.run<{ serviceAccountRegister: { serviceAccount: Program } }>(REGISTER, { input: { code: fresh('program'), description: 'made up for a test' } })).serviceAccountRegister.serviceAccount;
/** A program whose secret somebody was told; the id of its user. */
const program = async (client: TestClient): Promise<string> => (await registered(client)).user.id;
/** A program that somebody else registered, and to which they gave a key. */
async function programByKey(client: TestClient): Promise<string> {
  const { id, user } = await registered(by.admin);
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  await client.run('mutation ($input: ServiceAccountKeyAddInput!) { serviceAccountKeyAdd(input: $input) { userErrors { code message path } } }', { input: { id, jwk: JSON.stringify({ ...(await exportJWK(publicKey)), alg: 'ES256' }) } });
  return user.id;
}

const give = (userId: string, role: string, scope: object, more: object = {}): { input: object } => ({ input: { userId, role, scope, reason: 'made up for a test', ...more } });
const chief = (scope: object = { places: ['V1'] }, more: object = { mayGrant: true }): ReturnType<typeof somebody> => somebody(['chief', scope, more]);

describe('handing on', () => {
  attack('to oneself', {
    blocked: async () => { const { id, client } = await chief(); await refused(client.refuse(GIVE, give(id, 'reader', { places: ['V1'] })), 'GRANT_TO_SELF'); },
    twin: async () => { const { client } = await chief(); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] })); },
  });
  attack('in a place beside one\'s own', {
    blocked: async () => { const { client } = await chief(); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { places: ['V2'] })), 'SCOPE_BEYOND'); },
    twin: async () => { const { client } = await chief({ places: ['R'] }); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V2'] })); },
  });
  attack('limited to a programme, by somebody of another', {
    blocked: async () => { const { client } = await chief({ everyPlace: true, everyOrganisation: true, programmes: ['P1'] }); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { everyPlace: true, everyOrganisation: true, programmes: ['P2'] })), 'SCOPE_BEYOND'); },
    twin: async () => {
      const { client } = await chief(everywhere);
      const { id, client: reader } = await somebody();
      await client.run(GIVE, give(id, 'reader', { everyPlace: true, everyOrganisation: true, programmes: ['P1'] }));
      expect(await names(reader)).toEqual(['Ama']);
    },
  });
  attack('in a place above one\'s own', {
    blocked: async () => { const { client } = await chief(); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { places: ['R'] })), 'SCOPE_BEYOND'); },
    twin: async () => { const { client } = await chief({ places: ['R'] }); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['R'] })); },
  });
  attack('everywhere, by somebody of one place', {
    blocked: async () => { const { client } = await chief(); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { everyPlace: true })), 'SCOPE_BEYOND'); },
    twin: async () => { const { client } = await chief({ everyPlace: true }); await client.run(GIVE, give((await somebody()).id, 'reader', { everyPlace: true })); },
  });
  attack('in a dimension in which one has nothing', {
    blocked: async () => { const { client } = await chief({ places: ['V1'], programmes: [] }); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { places: ['V1'], everyProgramme: true })), 'SCOPE_BEYOND'); },
    twin: async () => { const { client } = await chief({ places: ['V1'], everyProgramme: true }); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V1'], everyProgramme: true })); },
  });
  attack('a role with more than one has', {
    blocked: async () => { const { client } = await chief(); await refused(client.refuse(GIVE, give((await somebody()).id, 'household-reader', { places: ['V1'] })), 'MAY_NOT_GRANT'); },
    twin: async () => { const { client } = await somebody(['chief', { places: ['V1'] }, { mayGrant: true }], ['household-reader', { places: ['V1'] }, { mayGrant: true }]); await client.run(GIVE, give((await somebody()).id, 'household-reader', { places: ['V1'] })); },
  });
  attack('what one has without being let hand it on', {
    blocked: async () => { const { client } = await chief({ places: ['V1'] }, {}); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] })), 'MAY_NOT_GRANT'); },
    twin: async () => { const { client } = await chief(); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] }, { mayGrant: true })); },
  });
  attack('with what another grant may hand on elsewhere', {
    blocked: async () => {
      const { client } = await somebody(['chief', { places: ['V1'] }, { mayGrant: true }], ['household-reader', { places: ['V2'] }, { mayGrant: true }]);
      await refused(client.refuse(GIVE, give((await somebody()).id, 'household-reader', { places: ['V1'] })), 'MAY_NOT_GRANT');
    },
    twin: async () => {
      const { client } = await somebody(['chief', { places: ['V1'] }, { mayGrant: true }], ['household-reader', { places: ['V2'] }, { mayGrant: true }]);
      await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] }));
    },
  });
  attack('without the permission to grant', {
    blocked: async () => { const { client } = await somebody(['reader', { places: ['V1'] }, { mayGrant: true }]); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] })), 'FORBIDDEN'); },
    twin: async () => { const { client } = await chief(); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] })); },
  });
  attack('by a grant that was just ended', {
    blocked: async () => { const { client, grants: [grant] } = await chief(); await client.run('{ users(first: 1) { nodes { id } } }'); if (grant) await by.end(grant); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] })), 'FORBIDDEN', 'ACCESS_CHANGED'); },
    twin: async () => { const { client } = await chief(); await client.run('{ users(first: 1) { nodes { id } } }'); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] })); },
  });
  attack('to somebody who is blocked', {
    blocked: async () => { const { client } = await chief(); const { id } = await somebody(); await by.admin.run(BLOCK, { input: { id, version: 1, reason: 'lost a device' } }); await refused(client.refuse(GIVE, give(id, 'reader', { places: ['V1'] })), 'USER_IS_BLOCKED'); },
    twin: async () => { const { client } = await chief(); const { id } = await somebody(); await by.admin.run(BLOCK, { input: { id, version: 1, reason: 'lost a device' } }); await by.admin.run(UNBLOCK, { input: { id, version: 2, reason: 'found again' } }); await client.run(GIVE, give(id, 'reader', { places: ['V1'] })); },
  });
  attack('from yesterday on', {
    blocked: async () => { const { client } = await chief(); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] }, { from: '2026-02-28' })), 'GRANT_IN_PAST'); },
    twin: async () => { const { client } = await chief(); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] }, { from: '2026-03-01' })); },
  });
  attack('for longer than one has it oneself', {
    blocked: async () => {
      const { client } = await chief({ places: ['V1'] }, { mayGrant: true, until: '2026-03-08' });
      const { id } = await somebody();
      for (const more of [{}, { until: '2026-03-09' }, { from: '2026-03-07', until: '2027-01-01' }]) await refused(client.refuse(GIVE, give(id, 'reader', { places: ['V1'] }, more)), 'GRANT_OUTLASTS');
    },
    twin: async () => { const { client } = await chief({ places: ['V1'] }, { mayGrant: true, until: '2026-03-08' }); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] }, { until: '2026-03-08' })); },
  });
  attack('to a program as which one acts, what is to be separate from what one does', {
    blocked: async () => {
      const { id: maker, client } = await somebody(['maker', everywhere], ['keeper', everywhere]);
      for (const made of [await program(client), await programByKey(client)]) await refused(by.admin.refuse(GIVE, give(made, 'checker', everywhere)), 'SEPARATION_OF_DUTIES');
      const other = await somebody(['keeper', everywhere]);
      await by.admin.run(GIVE, give(await program(other.client), 'checker', everywhere));
      await refused(by.admin.refuse(GIVE, give(other.id, 'maker', everywhere)), 'SEPARATION_OF_DUTIES');
      expect(maker).not.toBe('');
    },
    twin: async () => {
      const [{ client }, other] = [await somebody(['maker', everywhere], ['keeper', everywhere]), await somebody(['keeper', everywhere])];
      await by.admin.run(GIVE, give(await program(client), 'maker', everywhere));
      await by.admin.run(GIVE, give(await program(other.client), 'checker', everywhere));
    },
  });
  attack('a place that is not there, to be registered later', {
    blocked: async () => { const { client } = await chief({ everyPlace: true }); await refused(client.refuse(GIVE, give((await somebody()).id, 'reader', { places: ['V9'] })), 'SCOPE_BEYOND'); },
    twin: async () => { const { client } = await chief({ everyPlace: true }); await client.run(GIVE, give((await somebody()).id, 'reader', { places: ['V1'] })); },
  });
});

describe('roles and users', () => {
  const changed = (role: Given, permissions: readonly string[]): { input: object } => ({ input: { id: role.id, version: role.version, permissions } });
  attack('a permission more in one\'s own role', {
    blocked: async () => { const name = fresh('own'); const role = await by.role(name, ['access.roles.manage', 'access.roles.read', 'people.persons.read']); const { client } = await somebody([name, everywhere, { mayGrant: true }], ['household-reader', everywhere, { mayGrant: true }]); await refused(client.refuse(CHANGE, changed(role, ['access.roles.manage', 'access.roles.read', 'people.persons.read', 'people.households.read'])), 'OWN_ROLE'); },
    twin: async () => { const role = await by.role(fresh('others'), ['people.persons.read']); const { client } = await somebody(['chief', everywhere, { mayGrant: true }], ['household-reader', everywhere, { mayGrant: true }]); await client.run(CHANGE, changed(role, ['people.persons.read', 'people.places.read'])); },
  });
  attack('a permission in a role that one lacks oneself', {
    blocked: async () => { const role = await by.role(fresh('others'), ['people.persons.read']); const { client } = await chief(everywhere); await refused(client.refuse(CHANGE, changed(role, ['people.persons.read', 'people.persons.register'])), 'MAY_NOT_GRANT'); },
    twin: async () => { const role = await by.role(fresh('others'), ['people.persons.read']); const { client } = await chief(everywhere); await client.run(CHANGE, changed(role, ['people.persons.read', 'people.places.read'])); },
  });
  attack('a new role with more than one has', {
    blocked: async () => { const { client } = await chief(everywhere); await refused(client.refuse(DEFINE, { input: { name: fresh('wide'), description: 'Everything', permissions: ['people.persons.register'] } }), 'MAY_NOT_GRANT'); },
    twin: async () => { const { client } = await chief(everywhere); await client.run(DEFINE, { input: { name: fresh('narrow'), description: 'Reading', permissions: READER } }); },
  });
  attack('a role for everybody, by somebody of one place', {
    blocked: async () => { const { client } = await chief(); await refused(client.refuse(DEFINE, { input: { name: fresh('local'), description: 'Reading', permissions: READER } }), 'EVERYWHERE_NEEDED'); },
    twin: async () => { const { client } = await chief(everywhere); await client.run(DEFINE, { input: { name: fresh('local'), description: 'Reading', permissions: READER } }); },
  });
  const roleCalled = async (name: string): Promise<Given> => (await by.admin.run<{ role: Given }>('query ($name: String!) { role(by: { name: $name }) { id version } }', { name })).role;
  attack('a module\'s role', {
    blocked: async () => refused(by.admin.refuse(CHANGE, changed(await roleCalled('registrar'), ['people.persons.read'])), 'ROLE_OF_MODULE'),
    twin: async () => by.admin.run(CHANGE, changed(await by.role(fresh('own'), READER), ['people.persons.read'])),
  });
  attack('a role with a permission that nobody defines, for whoever defines it later', {
    blocked: () => refused(by.admin.refuse(DEFINE, { input: { name: fresh('later'), description: 'Later', permissions: ['people.persons.anything'] } }), 'PERMISSION_UNKNOWN'),
    twin: () => by.admin.run(DEFINE, { input: { name: fresh('now'), description: 'Now', permissions: ['people.persons.read'] } }),
  });
  attack('a role that somebody else changed meanwhile', {
    blocked: async () => { const role = await by.role(fresh('own'), READER); await by.admin.run(CHANGE, changed(role, ['people.persons.read'])); await refused(by.admin.refuse(CHANGE, changed(role, READER)), 'ROLE_CHANGED_MEANWHILE'); },
    twin: async () => by.admin.run(CHANGE, changed(await by.role(fresh('own'), READER), ['people.persons.read'])),
  });
  attack('a user by the platform\'s own name', {
    blocked: async () => { for (const subject of ['system', 'system for me', 'anonymous', 'service:payments', ' admin']) await refused(by.admin.refuse('mutation ($input: UserAddInput!) { userAdd(input: $input) { userErrors { code message } } }', { input: { issuer: TEST_ISSUER, subject } }), 'SUBJECT_RESERVED'); },
    twin: () => by.user(fresh('systematic')),
  });
  attack('ending the grant of somebody beyond one\'s scope', {
    blocked: async () => { const { client } = await chief(); const { grants: [theirs] } = await somebody(['reader', { places: ['V2'] }]); await refused(client.refuse(END, { input: { ...theirs, reason: 'out of spite' } }), 'GRANT_NOT_FOUND'); },
    twin: async () => { const { client } = await chief(); const { grants: [theirs] } = await somebody(['reader', { places: ['V1'] }]); await client.run(END, { input: { ...theirs, reason: 'moved away' } }); },
  });
  attack('blocking somebody beyond one\'s scope', {
    blocked: async () => { const { client } = await chief(); const { id } = await somebody(['reader', { everyPlace: true }]); await refused(client.refuse(BLOCK, { input: { id, version: 1, reason: 'out of spite' } }), 'USER_BEYOND_SCOPE'); },
    twin: async () => { const { client } = await chief(); const { id } = await somebody(['reader', { places: ['V1'] }]); await client.run(BLOCK, { input: { id, version: 1, reason: 'lost a device' } }); },
  });
  const SIGN_OUT = 'mutation ($input: UserSessionsEndInput!) { userSessionsEnd(input: $input) { ended userErrors { code message path } } }';
  attack('signing somebody out beyond one\'s scope, or whom nobody knows', {
    blocked: async () => {
      const { client } = await somebody(['watch', { places: ['V1'] }]);
      const { subject } = await somebody(['reader', { everyPlace: true }]);
      for (const one of [subject, 'nobody@example.org']) await refused(client.refuse(SIGN_OUT, { input: { subject: one } }), 'USER_BEYOND_SCOPE');
    },
    twin: async () => { const { client } = await somebody(['watch', { places: ['V1'] }]); await client.run(SIGN_OUT, { input: { subject: (await somebody(['reader', { places: ['V1'] }])).subject } }); },
  });
  const CLOSE = 'mutation ($input: ServiceAccountCloseInput!) { serviceAccountClose(input: $input) { userErrors { code message path } } }';
  attack('closing a program that works beyond one\'s scope', {
    blocked: async () => {
      const { client } = await somebody(['keeper', { places: ['V1'] }]);
      const { id, user } = await registered(by.admin);
      await by.give(user.id, 'reader', everywhere);
      await refused(client.refuse(CLOSE, { input: { id } }), 'USER_BEYOND_SCOPE');
    },
    twin: async () => {
      const { client } = await somebody(['keeper', { places: ['V1'] }]);
      const { id, user } = await registered(by.admin);
      await by.give(user.id, 'reader', wide({ places: ['V1'] }));
      await client.run(CLOSE, { input: { id } });
    },
  });
  attack('unblocking oneself', {
    blocked: async () => { const { id, client } = await chief(); await refused(client.refuse(UNBLOCK, { input: { id, version: 1, reason: 'it was a mistake' } }), 'USER_IS_SELF'); },
    twin: async () => { const { client } = await chief(); const { id } = await somebody(); await client.run(BLOCK, { input: { id, version: 1, reason: 'lost a device' } }); await client.run(UNBLOCK, { input: { id, version: 2, reason: 'found again' } }); },
  });
});

describe('acting', () => {
  const LISTEN = 'mutation ($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { secret userErrors { code message path } } }';
  const listening = (): { input: object } => ({ input: { name: fresh('listener'), url: 'https://93.184.215.14/hook', events: ['people.persons-registered'], purpose: 'assistance', details: true } });
  attack('having what happens everywhere told to an address of one\'s own', {
    blocked: async () => {
      for (const scope of [{ places: ['V1'] }, { everyPlace: true, programmes: ['P1'] }]) await refused((await somebody(['integrator', scope])).client.refuse(LISTEN, listening()), 'WEBHOOK_EVERYWHERE_NEEDED');
    },
    twin: async () => { await (await somebody(['integrator', everywhere])).client.run(LISTEN, listening()); },
  });
  attack('on what belongs to no organisation or programme, by a grant that says nothing of them', {
    blocked: async () => {
      for (const scope of [{ places: ['V1'], programmes: [] }, { places: ['V1'], organisations: [] }, { everyPlace: true, organisations: [] }]) expect(await names((await somebody(['reader', scope])).client)).toEqual([]);
      const { id, client } = await somebody();
      await by.give(id, 'reader', { places: ['V1'] });
      expect(await names(client)).toEqual([]);
    },
    twin: async () => expect(await names((await somebody(['reader', { places: ['V1'] }])).client)).toEqual(['Ama', 'Kofi']),
  });
  attack('by a grant whose time is over', {
    blocked: async () => { const { client } = await somebody(['reader', { places: ['V1'] }, { until: '2026-03-10' }]); kit.setToday('2026-03-10'); try { await refused(client.refuse(ALL_NAMES), 'FORBIDDEN'); } finally { kit.setToday('2026-03-01'); } },
    twin: async () => { const { client } = await somebody(['reader', { places: ['V1'] }, { until: '2026-03-10' }]); kit.setToday('2026-03-09'); try { expect(await names(client)).toEqual(['Ama', 'Kofi']); } finally { kit.setToday('2026-03-01'); } },
  });
  attack('by a grant that has not begun', {
    blocked: async () => { const { client } = await somebody(['reader', { places: ['V1'] }, { from: '2026-03-02' }]); await refused(client.refuse(ALL_NAMES), 'FORBIDDEN'); },
    twin: async () => { const { client } = await somebody(['reader', { places: ['V1'] }, { from: '2026-03-01' }]); expect(await names(client)).toEqual(['Ama', 'Kofi']); },
  });
  attack('while blocked, also by what was known before', {
    blocked: async () => { const { id, client } = await somebody(['reader', { places: ['V1'] }]); await names(client); await by.admin.run(BLOCK, { input: { id, version: 1, reason: 'lost a device' } }); await refused(client.refuse(ALL_NAMES), 'FORBIDDEN'); },
    twin: async () => { const { id, client } = await somebody(['reader', { places: ['V1'] }]); await names(client); await by.admin.run(BLOCK, { input: { id, version: 1, reason: 'lost a device' } }); await by.admin.run(UNBLOCK, { input: { id, version: 2, reason: 'found again' } }); expect(await names(client)).toHaveLength(2); },
  });
  attack('by a permission that a role had until now', {
    blocked: async () => { const name = fresh('shrinking'); const role = await by.role(name, READER); const { client } = await somebody([name, { places: ['V1'] }]); await names(client); await by.admin.run(CHANGE, { input: { id: role.id, version: role.version, permissions: ['people.places.read'] } }); await refused(client.refuse(ALL_NAMES), 'FORBIDDEN'); },
    twin: async () => { const name = fresh('shrinking'); const role = await by.role(name, READER); const { client } = await somebody([name, { places: ['V1'] }]); await names(client); await by.admin.run(CHANGE, { input: { id: role.id, version: role.version, permissions: ['people.persons.read'] } }); expect(await names(client)).toHaveLength(2); },
  });
  attack('by an empty list of places, which is not every place', {
    blocked: async () => { const { client } = await somebody(['reader', { places: [] }]); expect(await names(client)).toEqual([]); },
    twin: async () => { const { client } = await somebody(['reader', { everyPlace: true }]); expect(await names(client)).toHaveLength(4); },
  });
  attack('by a scope that nothing was said of', {
    blocked: async () => { const { client } = await somebody(['reader', {}]); expect(await names(client)).toEqual([]); },
    twin: async () => { const { client } = await somebody(['reader', { places: ['R'] }]); expect(await names(client)).toHaveLength(4); },
  });
  attack('by roles that a provider\'s token says, where grants decide', {
    blocked: async () => {
      const actor = await actorsByGrants()(kit.platform, { issuer: TEST_ISSUER, subject: fresh('claimed'), claims: { roles: ['registrar'], places: '*' } });
      await expect(runOperation(kit.platform.context({ actor }), ALL_NAMES)).rejects.toThrow('permission');
    },
    twin: async () => {
      const actor = await actorsByGrants(() => true)(kit.platform, { issuer: TEST_ISSUER, subject: fresh('claimed'), claims: { roles: ['registrar'], places: ['V1'] } });
      expect((await runOperation(kit.platform.context({ actor }), ALL_NAMES)).errors).toBeUndefined();
    },
  });
  attack('by a provider\'s token that says no places, where tokens decide', {
    blocked: async () => {
      const actor = await actorsByGrants(() => true)(kit.platform, { issuer: TEST_ISSUER, subject: fresh('claimed'), claims: { roles: ['registrar'] } });
      expect((await runOperation(kit.platform.context({ actor }), ALL_NAMES)).data).toEqual({ persons: { nodes: [] } });
    },
    twin: async () => {
      const actor = await actorsByGrants(() => true)(kit.platform, { issuer: TEST_ISSUER, subject: fresh('claimed'), claims: { roles: ['registrar'], places: '*', organisations: '*', programmes: '*' } });
      expect((await runOperation(kit.platform.context({ actor }), ALL_NAMES)).data).toMatchObject({ persons: { nodes: { length: 4 } } });
    },
  });
});

describe('a permission that one lacks, asked for', () => {
  const lacking = async (document: string, variables: object = {}): Promise<void> => refused((await somebody(['places-reader', { everyPlace: true }])).client.refuse(document, variables as never), 'FORBIDDEN');
  const having = async (document: string, variables: object = {}): Promise<void> => void (await (await somebody(['household-reader', { everyPlace: true }])).client.run(document, variables as never));
  const both = (name: string, document: string, variables?: () => object): void => attack(name, { blocked: () => lacking(document, variables?.()), twin: () => having(document, variables?.()) });
  both('by an alias', '{ places: persons(first: 1) { nodes { id } } }');
  both('in a fragment', '{ ...Hidden } fragment Hidden on Query { persons(first: 1) { nodes { id } } }');
  both('in an inline fragment under a condition', 'query ($no: Boolean!) { places(first: 1) { nodes { code } } ... on Query @include(if: $no) { persons(first: 1) { nodes { id } } } }', () => ({ no: true }));
  both('beneath a field that one may read', '{ places(first: 1) { nodes { code households(first: 1) { nodes { head { id } } } } } }');
  both('by node', 'query ($id: ID!) { node(id: $id) { ... on Person { givenName } } }', () => ({ id: ama }));
  both('by node, of an id alone', 'query ($id: ID!) { node(id: $id) { id } }', () => ({ id: ama }));
  both('in another operation of the document', 'query A { places(first: 1) { nodes { code } } persons(first: 1) { nodes { id } } }');
});

describe('two grants', () => {
  const split = (): ReturnType<typeof somebody> => somebody(['reader', { places: ['V1'] }], ['household-reader', { places: ['V2'] }]);
  attack('one grant\'s permission on the other\'s rows, in an answer', {
    blocked: async () => { const { client } = await split(); expect(await names(client, '{ persons(orderBy: [{ givenName: ASC }]) { nodes { givenName memberships { nodes { household { code } } } } } }')).toEqual(['Efua', 'Yaw']); },
    twin: async () => { const { client } = await split(); expect(await names(client)).toEqual(['Ama', 'Efua', 'Kofi', 'Yaw']); },
  });
  attack('one grant\'s permission on the other\'s rows, in a filter', {
    blocked: async () => { const { client } = await split(); expect(await names(client, '{ persons(where: { memberships: { some: { household: { code: { startsWith: "H" } } } } }) { nodes { givenName } } }')).toEqual(['Yaw']); },
    twin: async () => { const { client } = await somebody(['household-reader', { places: ['R'] }]); expect(await names(client, '{ persons(orderBy: [{ givenName: ASC }], where: { memberships: { some: { household: { code: { startsWith: "H" } } } } }) { nodes { givenName } } }')).toEqual(['Kofi', 'Yaw']); },
  });
  attack('one grant\'s permission on the other\'s rows, by a variable of a filter that was planned before', {
    blocked: async () => {
      const { client } = await split();
      const document = 'query ($where: PersonWhere) { persons(where: $where) { nodes { givenName } } }';
      await client.run(document, { where: null });
      expect((await client.run<{ persons: { nodes: object[] } }>(document, { where: { memberships: { some: {} } } })).persons.nodes).toEqual([{ givenName: 'Yaw' }]);
    },
    twin: async () => { const { client } = await split(); expect(await names(client)).toHaveLength(4); },
  });
  attack('permissions of two grants added up', {
    blocked: async () => { const { client } = await somebody(['reader', { places: ['V1'] }], ['runs-reader', { everyPlace: true }]); await refused(client.refuse('{ persons(first: 1) { nodes { id } } paymentRuns(first: 1) { nodes { id } } }'), 'FORBIDDEN'); },
    twin: async () => { const { client } = await somebody(['reader', { places: ['V1'] }], ['runs-reader', { everyPlace: true }]); await client.run('{ paymentRuns(first: 1) { nodes { id } } }'); expect(await names(client)).toEqual(['Ama', 'Kofi']); },
  });
  attack('everywhere by a grant that lacks the permission', {
    blocked: async () => { const { client } = await somebody(['reader', { places: ['V1'] }], ['places-reader', everywhere]); expect(await names(client)).toEqual(['Ama', 'Kofi']); },
    twin: async () => { const { client } = await somebody(['reader', { places: ['V1'] }], ['reader', everywhere]); expect(await names(client)).toHaveLength(4); },
  });
});

describe('what is to be separate', () => {
  attack('by two grants', {
    blocked: async () => { const { id } = await somebody(['maker', everywhere]); await refused(by.admin.refuse(GIVE, give(id, 'checker', everywhere)), 'SEPARATION_OF_DUTIES'); },
    twin: async () => { const { id } = await somebody(['maker', everywhere]); await by.admin.run(GIVE, give(id, 'runs-reader', everywhere)); },
  });
  attack('by two grants of different places', {
    blocked: async () => { const { id } = await somebody(['maker', { places: ['V1'] }]); await refused(by.admin.refuse(GIVE, give(id, 'checker', { places: ['V2'] })), 'SEPARATION_OF_DUTIES'); },
    twin: async () => { const { id } = await somebody(['maker', { places: ['V1'] }]); await by.admin.run(GIVE, give(id, 'maker', { places: ['V2'] })); },
  });
  attack('by times that meet', {
    blocked: async () => { const { id } = await somebody(['maker', everywhere, { until: '2026-04-02' }]); await refused(by.admin.refuse(GIVE, give(id, 'checker', everywhere, { from: '2026-04-01' })), 'SEPARATION_OF_DUTIES'); },
    twin: async () => { const { id } = await somebody(['maker', everywhere, { until: '2026-04-01' }]); await by.admin.run(GIVE, give(id, 'checker', everywhere, { from: '2026-04-01' })); },
  });
  attack('in one role', {
    blocked: () => refused(by.admin.refuse(DEFINE, { input: { name: fresh('both'), description: 'Both', permissions: [...RUNS] } }), 'SEPARATION_OF_DUTIES'),
    twin: () => by.admin.run(DEFINE, { input: { name: fresh('one'), description: 'One', permissions: [RUNS[0]] } }),
  });
  attack('by a change of a role that somebody holds', {
    blocked: async () => { const name = fresh('harmless'); const role = await by.role(name, ['transactions.runs.read']); await somebody(['maker', everywhere], [name, everywhere]); await refused(by.admin.refuse(CHANGE, { input: { id: role.id, version: role.version, permissions: ['transactions.runs.read', RUNS[1]] } }), 'SEPARATION_OF_DUTIES_BROKEN'); },
    twin: async () => { const role = await by.role(fresh('harmless'), ['transactions.runs.read']); await by.admin.run(CHANGE, { input: { id: role.id, version: role.version, permissions: ['transactions.runs.read', RUNS[1]] } }); },
  });
  const outcome = async (...documents: readonly (readonly [string, { input: object }])[]): Promise<number> => {
    const answers = await Promise.all(documents.map(([document, variables]) => by.admin.send(document, variables)));
    return answers.filter(({ data, errors }) => errors.length === 0 && Object.values(data as Record<string, { userErrors: unknown[] }>).every(({ userErrors }) => userErrors.length === 0)).length;
  };
  attack('by two grants at once', {
    blocked: async () => { for (let round = 0; round < 5; round += 1) { const { id } = await somebody(); expect(await outcome([GIVE, give(id, 'maker', everywhere)], [GIVE, give(id, 'checker', everywhere)])).toBe(1); } },
    twin: async () => { const { id } = await somebody(); expect(await outcome([GIVE, give(id, 'maker', everywhere)], [GIVE, give(id, 'runs-reader', everywhere)])).toBe(2); },
  });
  attack('by a grant and a change of a role at once', {
    blocked: async () => {
      const name = fresh('growing');
      const role = await by.role(name, ['transactions.runs.read']);
      const { id } = await somebody([name, everywhere]);
      expect(await outcome([GIVE, give(id, 'maker', everywhere)], [CHANGE, { input: { id: role.id, version: role.version, permissions: ['transactions.runs.read', RUNS[1]] } }])).toBe(1);
    },
    twin: async () => {
      const name = fresh('growing');
      const role = await by.role(name, ['transactions.runs.read']);
      const { id } = await somebody([name, everywhere]);
      expect(await outcome([GIVE, give(id, 'runs-reader', everywhere)], [CHANGE, { input: { id: role.id, version: role.version, permissions: ['transactions.runs.read', RUNS[1]] } }])).toBe(2);
    },
  });
  attack('written past the service, into the table itself', {
    blocked: async () => {
      const { subject } = await somebody(['maker', everywhere]);
      await expect(kit.pool.query("insert into access.grant (user_id, role_id, valid_from, given_by, reason) select u.id, r.id, '2026-03-01', 'somebody', 'by hand' from access.\"user\" u, access.role r where u.subject = $1 and r.name = 'checker'", [subject])).rejects.toMatchObject({ constraint: 'separation_of_duties' });
    },
    twin: async () => {
      const { subject } = await somebody(['maker', everywhere]);
      await kit.pool.query("insert into access.grant (user_id, role_id, valid_from, given_by, reason) select u.id, r.id, '2026-03-01', 'somebody', 'by hand' from access.\"user\" u, access.role r where u.subject = $1 and r.name = 'runs-reader'", [subject]);
    },
  });
});
