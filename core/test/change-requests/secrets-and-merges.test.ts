import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedContents } from '../../src/change-requests/sealed.js';
import { parseKeys, type Keys } from '../../src/kernel/secrets/keys.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
let approver: TestClient;
let officer: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({
    today: '2026-03-01',
    settings: { 'change-requests': { policies: [{ operation: 'personIdentifierAdd' }, { operation: 'personIdentifierEnd' }, { operation: 'personMerge' }, { operation: 'deathRecord', evidence: true }] } },
  });
  clerk = platform.as({
    name: 'clerk',
    permissions: [
      'people.persons.read', 'people.persons.register', 'people.persons.merge', 'people.places.read', 'people.places.manage', 'people.identifiers.read', 'people.life-events.record', 'people.life-events.read', 'change-requests.requests.read',
    ],
  });
  approver = platform.as({ name: 'approver', role: 'change-approver' });
  const { permissions } = platform.platform.roles.get('change-approver') ?? { permissions: [] };
  officer = platform.as({ name: 'officer', permissions: [...permissions, 'people.identifiers.clear'] });
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "V1", name: "V1", level: "village" }] }) { userErrors { code } } }');
});
afterAll(() => platform.stop());

const ADD = 'mutation ($input: PersonIdentifierAddInput!) { personIdentifierAdd(input: $input) { identifier { id } changeRequest { id } userErrors { code path } } }';
const END = 'mutation ($input: PersonIdentifierEndInput!) { personIdentifierEnd(input: $input) { changeRequest { id person { familyName } } userErrors { code path message } } }';
const MERGE = 'mutation ($input: PersonMergeInput!) { personMerge(input: $input) { changeRequest { id } userErrors { code path message } } }';
const APPROVE = 'mutation ($id: ID!) { changeRequestApprove(input: { id: $id }) { changeRequest { state } userErrors { code message path } } }';
const SEEN = 'query ($id: ID!) { changeRequest(by: { id: $id }) { person { familyName } asked { path value masked } } }';

async function somebody(familyName: string): Promise<{ readonly id: string; readonly version: number }> {
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: [{ id: string; version: number }] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id version } userErrors { code path } } }',
    { input: { placeCode: 'V1', persons: [{ familyName, sex: 'MALE' }] } },
  );
  return personsRegister.persons[0];
}

const NUMBER = 'GHA7242738990';
let request: string;

describe('a national number that waits for approval', () => {
  it('stands nowhere in the database as it is', async () => {
    const { id: personId } = await somebody('Secret');
    const input = { personId, identifier: { type: 'national-number', value: NUMBER }, idempotencyKey: 'a-national-number' };
    request = (await clerk.run<{ personIdentifierAdd: { changeRequest: { id: string } } }>(ADD, { input })).personIdentifierAdd.changeRequest.id;
    const { rows: tables } = await platform.pool.query<{ name: string }>(
      "select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')",
    );
    for (const { name } of tables) {
      const { rows } = await platform.pool.query(`select 1 from ${name} t where t::text like $1 or t::text like $2`, [`%${NUMBER}%`, `%${Buffer.from(NUMBER).toString('hex')}%`]);
      expect([name, rows]).toEqual([name, []]);
    }
  });

  it('is shown to those whose daily work it is, masked for others who may see what requests would change, and recorded when approved', async () => {
    expect(await approver.run(SEEN, { id: request })).toMatchObject({ changeRequest: { asked: expect.arrayContaining([{ path: 'identifier.value', value: null, masked: true }, { path: 'identifier.type', value: 'national-number', masked: false }]) } });
    expect(await officer.run(SEEN, { id: request })).toMatchObject({ changeRequest: { person: { familyName: 'Secret' }, asked: expect.arrayContaining([{ path: 'identifier.value', value: NUMBER, masked: false }]) } });
    await approver.run(APPROVE, { id: request });
    const finder = 'query ($value: String!) { personByIdentifier(type: "national-number", value: $value) { familyName } }';
    expect(await clerk.run(finder, { value: NUMBER })).toEqual({ personByIdentifier: { familyName: 'Secret' } });
    const { persons } = await clerk.run<{ persons: { nodes: { identifiers: { nodes: { id: string; version: number }[] } }[] } }>(
      '{ persons(where: { familyName: { eq: "Secret" } }) { nodes { identifiers { nodes { id version } } } } }',
    );
    const end = await clerk.run<{ personIdentifierEnd: unknown }>(END, { input: { ...persons.nodes[0]?.identifiers.nodes[0] } });
    // An identifier is a person's, so a request to end it is about that person.
    expect(end.personIdentifierEnd).toMatchObject({ changeRequest: { person: { familyName: 'Secret' } } });
  });

  it('is refused at once where somebody holds it already', async () => {
    const { id: personId } = await somebody('Other');
    expect(await clerk.refuse(ADD, { input: { personId, identifier: { type: 'national-number', value: NUMBER } } })).toMatchObject([{ code: expect.stringContaining('IDENTIFIER') }]);
  });

  it('can still be read after the keys were rotated and the seals renewed', async () => {
    const own = platform.platform as unknown as { keys: Keys };
    const before = own.keys;
    const added = parseKeys(Buffer.alloc(32, 7).toString('base64'));
    try {
      own.keys = { current: added.current, all: [added.current, ...before.all] };
      const keeper = platform.as({ permissions: ['change-requests.secrets.rekey', 'kernel.jobs.read'] });
      await keeper.run('mutation { changeRequestSecretsRekey(input: {}) { job { id } userErrors { code } } }');
      await platform.finishJobs();
      own.keys = added;
      expect(await officer.run(SEEN, { id: request })).toMatchObject({ changeRequest: { asked: expect.arrayContaining([{ path: 'identifier.value', value: NUMBER, masked: false }]) } });
    } finally {
      own.keys = { current: before.current, all: [...before.all, added.current] };
    }
  });
});

describe('a merge of persons', () => {
  it('waits for approval like anything else, and requests follow the person who remains', async () => {
    const [survivor, merged] = [await somebody('Remains'), await somebody('Doubled')];
    const pending = (await clerk.run<{ personIdentifierAdd: { changeRequest: { id: string } } }>(ADD, { input: { personId: merged.id, identifier: { type: 'national-number', value: 'GHA111' } } })).personIdentifierAdd.changeRequest.id;
    const input = { survivorId: survivor.id, survivorVersion: survivor.version, mergedId: merged.id, mergedVersion: merged.version, reason: 'One and the same' };
    const { personMerge } = await clerk.run<{ personMerge: { changeRequest: { id: string } } }>(MERGE, { input });
    await approver.run(APPROVE, { id: personMerge.changeRequest.id });
    const { person } = await approver.run<{ person: { changeRequests: { nodes: { id: string }[] } } }>('query ($id: ID!) { person(by: { id: $id }) { changeRequests { nodes { id } } } }', { id: survivor.id });
    expect(person.changeRequests.nodes.map(({ id }) => id).toSorted()).toEqual([pending, personMerge.changeRequest.id].toSorted());
    expect(await clerk.refuse(MERGE, { input })).not.toEqual([]);
  });
});

describe('a death', () => {
  it('waits with the evidence that life events take themselves', async () => {
    const { id: personId } = await somebody('Mortal');
    const record = 'mutation ($input: DeathRecordInput!) { deathRecord(input: $input) { person { id } changeRequest { id source } userErrors { code path message } } }';
    expect(await clerk.refuse(record, { input: { personId, on: '2026-02-01' } })).toMatchObject([{ code: 'EVIDENCE_NEEDED' }]);
    const { deathRecord } = await clerk.run<{ deathRecord: { changeRequest: { id: string } } }>(record, { input: { personId, on: '2026-02-01', evidence: { source: 'Register 7' } } });
    expect(deathRecord).toMatchObject({ person: null, changeRequest: { source: 'Register 7' } });
    expect(await approver.run('query ($id: ID!) { changeRequest(by: { id: $id }) { changes { type field before after } } }', { id: deathRecord.changeRequest.id }))
      .toEqual({ changeRequest: { changes: [{ type: 'Person', field: 'deathDate', before: null, after: '2026-02-01' }] } });
    await approver.run(APPROVE, { id: deathRecord.changeRequest.id });
    expect(await clerk.run('query ($id: ID!) { person(by: { id: $id }) { deathDate } }', { id: personId })).toEqual({ person: { deathDate: '2026-02-01' } });
  });
});

it('a request whose operation no longer takes what was asked for is refused, and stays pending', async () => {
  const { id: personId } = await somebody('Outdated');
  const { personIdentifierAdd } = await clerk.run<{ personIdentifierAdd: { changeRequest: { id: string } } }>(ADD, { input: { personId, identifier: { type: 'national-number', value: 'GHA222' } } });
  const id = personIdentifierAdd.changeRequest.id;
  const ctx = platform.platform.context({ actor: platform.platform.system() });
  const { rows } = await platform.pool.query<{ id: string }>("select id from change_requests.change_request where encode(uuid_send(id), 'hex') = $1", [id.slice(-32)]);
  const uuid = rows[0]?.id ?? '';
  await platform.pool.query('update change_requests.change_request set sealed = $2 where id = $1', [uuid, sealedContents(ctx, uuid, { input: { personId, card: 'x' }, changes: [] })]);
  expect(await approver.refuse(APPROVE, { id })).toMatchObject([{ code: 'CHANGE_REQUEST_OUTDATED', path: ['input', 'id'] }]);
  expect(await approver.run('query ($id: ID!) { changeRequest(by: { id: $id }) { state } }', { id })).toEqual({ changeRequest: { state: 'PENDING' } });
});
