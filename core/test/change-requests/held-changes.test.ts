import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendFile, startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
let approver: TestClient;

const CLERK = [
  'people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.places.read', 'people.places.manage',
  'change-requests.requests.read', 'change-requests.requests.withdraw',
];
const as = (name: string, permissions: readonly string[], places: readonly string[] | null = null): TestClient => platform.as({ name, permissions, places });

beforeAll(async () => {
  platform = await startTestPlatform({
    today: '2026-03-01',
    settings: {
      'change-requests': {
        policies: [
          { operation: 'personUpdate', fields: ['birthDate', 'sex'], days: 30 },
          { operation: 'personUpdate', fields: ['deathDate'], evidence: true, approve: 'people.places.manage' },
          { operation: 'householdRegister' },
          { operation: 'householdHeadChange' },
        ],
      },
    },
  });
  clerk = as('clerk', CLERK);
  approver = platform.as({ name: 'approver', role: 'change-approver' });
  await clerk.run(`mutation { placesRegister(input: { places: [
    { code: "D1", name: "District 1", level: "district" }, { code: "D2", name: "District 2", level: "district" }, { code: "V1", name: "Village 1", level: "village", parentCode: "D1" }
  ] }) { userErrors { code } } }`);
});
afterAll(() => platform.stop());

const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id version } changeRequest { id } userErrors { code message path } } }';
const UPDATE = 'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { id version birthDate } changeRequest { id state } userErrors { code message path hint } } }';
const APPROVE = 'mutation ($id: ID!) { changeRequestApprove(input: { id: $id }) { changeRequest { state decidedBy } userErrors { code message path hint } } }';
const REJECT = 'mutation ($id: ID!, $reason: String!) { changeRequestReject(input: { id: $id, reason: $reason }) { changeRequest { state decidedBy decisionReason } userErrors { code path } } }';
const WITHDRAW = 'mutation ($id: ID!) { changeRequestWithdraw(input: { id: $id }) { changeRequest { state } userErrors { code path } } }';

interface Held {
  readonly person: { readonly id: string; readonly version: number } | null;
  readonly changeRequest: { readonly id: string; readonly state: string } | null;
}

async function somebody(familyName: string): Promise<{ id: string; version: number }> {
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: { id: string; version: number }[]; changeRequest: null } }>(
    REGISTER, { input: { placeCode: 'V1', persons: [{ familyName, givenName: 'A', sex: 'FEMALE', birthDate: '1990-05-01' }] } },
  );
  expect(personsRegister.changeRequest).toBeNull();
  return personsRegister.persons[0] ?? { id: '', version: 0 };
}

const update = async (input: object, client = clerk): Promise<Held> => (await client.run<{ personUpdate: Held }>(UPDATE, { input })).personUpdate;
const requestFor = async (input: object): Promise<string> => (await update(input)).changeRequest?.id ?? '';
const person = (id: string) => clerk.run<{ person: { version: number; birthDate: string; sex: string } }>('query ($id: ID!) { person(by: { id: $id }) { version birthDate sex } }', { id });

describe('a clerk corrects a birth date where that waits for approval', () => {
  it('is answered with a request, and the person stays as it was until another approves', async () => {
    const { id, version } = await somebody('Held');
    expect(await update({ id, version, birthDate: '1991-05-01', justification: { reason: 'The card says so', evidence: { source: 'Card 12' } } }))
      .toEqual({ person: null, changeRequest: { id: expect.stringMatching(/^change_request_/), state: 'PENDING' }, userErrors: [] });
    expect(await person(id)).toEqual({ person: { version: 1, birthDate: '1990-05-01', sex: 'FEMALE' } });

    const { person: seen } = await approver.run<{ person: { changeRequests: { nodes: { id: string }[] } } }>(
      `query ($id: ID!) { person(by: { id: $id }) { changeRequests { nodes {
        id operation state madeBy reason source lapsesOn lapsed decidedBy person { familyName } household { id } files { id }
        changes { type field before after } asked { path value } } } } }`, { id },
    );
    expect(seen.changeRequests.nodes).toEqual([{
      id: expect.any(String), operation: 'personUpdate', state: 'PENDING', madeBy: 'clerk@example.org', reason: 'The card says so', source: 'Card 12',
      lapsesOn: '2026-03-31', lapsed: false, decidedBy: null, person: { familyName: 'Held' }, household: null, files: [],
      changes: [{ type: 'Person', field: 'birthDate', before: '1990-05-01', after: '1991-05-01' }],
      asked: [{ path: 'id', value: id }, { path: 'version', value: '1' }, { path: 'birthDate', value: '1991-05-01' }],
    }]);

    const request = seen.changeRequests.nodes[0]?.id;
    expect(await approver.run(APPROVE, { id: request })).toEqual({ changeRequestApprove: { changeRequest: { state: 'APPROVED', decidedBy: 'approver@example.org' }, userErrors: [] } });
    expect(await person(id)).toEqual({ person: { version: 2, birthDate: '1991-05-01', sex: 'FEMALE' } });
  });

  it('and the database shows nobody what was asked for', async () => {
    const { rows } = await platform.pool.query<{ whole: string; sealed: Buffer }>('select to_jsonb(r)::text as whole, sealed from change_requests.change_request r');
    expect(rows).toHaveLength(1);
    for (const { whole, sealed } of rows) {
      expect(whole).not.toContain('1991-05-01');
      expect(sealed.toString('latin1')).not.toContain('birthDate');
    }
  });

  it('and history and events name who asked', async () => {
    const { rows } = await platform.pool.query<{ actor: string }>("select actor from kernel.history where table_name = 'people.person' and row_before ->> 'family_name' = 'Held'");
    expect(rows).toEqual([{ actor: 'clerk@example.org' }]);
    const { rows: events } = await platform.pool.query("select name, actor from kernel.event where name in ('people.person-updated', 'change-requests.request-made', 'change-requests.request-approved') order by id");
    expect(events).toEqual([
      { name: 'change-requests.request-made', actor: 'clerk@example.org' },
      { name: 'people.person-updated', actor: 'clerk@example.org' },
      { name: 'change-requests.request-approved', actor: 'approver@example.org' },
    ]);
  });

  it('is refused at once what would be refused anyway, and nothing waits', async () => {
    const { id, version } = await somebody('Wrong');
    expect(await clerk.refuse(UPDATE, { input: { id, version, birthDate: '2026-03-02' } })).toMatchObject([{ code: 'BORN_IN_FUTURE', path: ['input', 'birthDate'] }]);
    expect(await clerk.refuse(UPDATE, { input: { id, version: 7, birthDate: '1991-01-01' } })).toMatchObject([{ code: 'CHANGED_MEANWHILE', path: ['input', 'version'] }]);
    expect(await as('elsewhere', CLERK, ['D2']).refuse(UPDATE, { input: { id, version, birthDate: '1991-01-01' } })).toMatchObject([{ code: 'PERSON_NOT_FOUND' }]);
    const { rows } = await platform.pool.query("select 1 from change_requests.change_request r join people.person p on p.id = r.person_id where p.family_name = 'Wrong'");
    expect(rows).toEqual([]);
  });

  it('changes what the policy does not name without waiting', async () => {
    const { id, version } = await somebody('Free');
    expect(await update({ id, version, givenName: 'B', justification: { reason: 'Misspelt' } })).toMatchObject({ person: { version: 2 }, changeRequest: null });
  });

  it('is held back also where a value is taken away', async () => {
    const { id, version } = await somebody('Taken');
    expect(await update({ id, version, birthDate: null })).toMatchObject({ person: null, changeRequest: { state: 'PENDING' } });
  });

  it('asks once however often it is sent under one key', async () => {
    const { id, version } = await somebody('Twice');
    const input = { id, version, sex: 'OTHER', idempotencyKey: 'twice-and-once' };
    const [first, second] = [await update(input), await update(input)];
    expect(second).toEqual(first);
    await approver.run(APPROVE, { id: first.changeRequest?.id });
    expect(await person(id)).toMatchObject({ person: { version: 2, sex: 'OTHER' } });
    expect((await update(input)).changeRequest).toEqual({ id: first.changeRequest?.id, state: 'APPROVED' });
    expect(await clerk.refuse(UPDATE, { input: { ...input, sex: 'MALE' } })).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });
});

describe('who decides', () => {
  it('is never who asked, in the API or by hand in the database', async () => {
    const { id, version } = await somebody('Own');
    const both = as('clerk', [...CLERK, 'change-requests.requests.decide']);
    const request = await requestFor({ id, version, sex: 'MALE' });
    expect(await both.refuse(APPROVE, { id: request })).toMatchObject([{ code: 'OWN_CHANGE_REQUEST', path: ['input', 'id'] }]);
    expect(await both.refuse(REJECT, { id: request, reason: 'no more' })).toMatchObject([{ code: 'OWN_CHANGE_REQUEST' }]);
    const byHand = (set: string) => platform.pool.query(`update change_requests.change_request set ${set} where encode(uuid_send(id), 'hex') = $1`, [request.slice(-32)]);
    await expect(byHand("state = 'APPROVED', decided_by = made_by, decided_at = now()")).rejects.toMatchObject({ constraint: 'change_request_maker_is_not_checker' });
    await expect(byHand("state = 'APPROVED', decided_at = now()")).rejects.toMatchObject({ constraint: 'change_request_decided' });
    await expect(byHand("made_by = 'somebody else'")).rejects.toMatchObject({ constraint: 'change_request_as_asked' });
    await expect(platform.pool.query('delete from change_requests.change_request')).rejects.toMatchObject({ code: 'KG001' });
    await approver.run(REJECT, { id: request, reason: 'not so' });
    await expect(byHand("state = 'PENDING', decided_by = null, decided_at = null")).rejects.toMatchObject({ constraint: 'change_request_decided_once' });
    expect(await person(id)).toMatchObject({ person: { version: 1, sex: 'FEMALE' } });
  });

  it('is one of two who approve at once, and the change is made once', async () => {
    const { id, version } = await somebody('Race');
    const request = await requestFor({ id, version, sex: 'MALE' });
    const answers = await Promise.all(['x', 'y', 'z'].map((name) => platform.as({ name, role: 'change-approver' }).send(APPROVE, { id: request })));
    const codes = answers.map(({ data }) => (data as { changeRequestApprove: { userErrors: { code: string }[] } }).changeRequestApprove.userErrors[0]?.code);
    expect(codes.toSorted()).toEqual(['CHANGE_REQUEST_DECIDED', 'CHANGE_REQUEST_DECIDED', undefined]);
    expect(await person(id)).toMatchObject({ person: { version: 2, sex: 'MALE' } });
  });

  it('decides in places of their own only, wherever the person lives now', async () => {
    const { id, version } = await somebody('Places');
    const request = await requestFor({ id, version, sex: 'MALE' });
    const there = platform.as({ name: 'there', role: 'change-approver', places: ['D2'] });
    expect(await there.run('query ($id: ID!) { changeRequests { totalCount } changeRequest(by: { id: $id }) { id } }', { id: request })).toEqual({ changeRequests: { totalCount: 0 }, changeRequest: null });
    expect(await there.refuse(APPROVE, { id: request })).toMatchObject([{ code: 'CHANGE_REQUEST_NOT_FOUND' }]);
    await platform.pool.query("update people.person set place_id = (select id from people.place where code = 'D2') where family_name = 'Places'");
    const { changeRequests } = await there.run<{ changeRequests: { nodes: unknown[] } }>('{ changeRequests { nodes { id } } }');
    expect(changeRequests.nodes).toEqual([{ id: request }]);
  });

  it('has the permission that the policy names, and sees what shows it', async () => {
    const { id, version } = await somebody('Dead');
    const death = { id, version, deathDate: '2026-02-01' };
    expect(await clerk.refuse(UPDATE, { input: death })).toMatchObject([{ code: 'EVIDENCE_NEEDED', path: ['input', 'justification', 'evidence'] }]);
    const request = await requestFor({ ...death, justification: { evidence: { source: 'Register 7' } } });
    expect(await approver.refuse(APPROVE, { id: request })).toMatchObject([{ code: 'APPROVAL_TAKES_PERMISSION', message: expect.stringContaining('people.places.manage') }]);
    const chief = as('chief', ['change-requests.requests.read', 'change-requests.requests.decide', 'people.places.manage']);
    expect(await chief.run(APPROVE, { id: request })).toMatchObject({ changeRequestApprove: { changeRequest: { state: 'APPROVED' } } });
  });

  it('sees the files that were given with it, which only the maker could give', async () => {
    const server = await platform.serve();
    const { id, version } = await somebody('Paper');
    const uploader = as('clerk', [...CLERK, 'kernel.files.read', 'kernel.files.upload']);
    const file = await sendFile(uploader, server.url, { name: 'card.pdf', mediaType: 'application/pdf', bytes: '%PDF-1.7' });
    const input = { id, version, sex: 'MALE', justification: { evidence: { fileIds: [file] } } };
    expect(await as('other', CLERK).refuse(UPDATE, { input })).toMatchObject([{ code: 'FILE_NOT_FOUND', path: ['input', 'justification', 'evidence', 'fileIds', '0'] }]);
    const request = (await update(input, uploader)).changeRequest?.id;
    const { changeRequest } = await approver.run<{ changeRequest: { files: { name: string; url: string }[] } }>('query ($id: ID!) { changeRequest(by: { id: $id }) { files { name url } } }', { id: request });
    expect(changeRequest.files).toEqual([{ name: 'card.pdf', url: expect.stringContaining('/files/') }]);
  });

  it('sees what would change only with the permission for that', async () => {
    expect(await clerk.refuse('{ changeRequests { nodes { changes { field } } } }')).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await as('nobody', ['people.persons.read']).refuse('{ changeRequests { nodes { id } } }')).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('a request that is not approved', () => {
  it('is refused cleanly where the person changed meanwhile, stays pending, and can be withdrawn by its maker alone', async () => {
    const { id, version } = await somebody('Stale');
    const request = await requestFor({ id, version, birthDate: '1980-01-01' });
    await update({ id, version, givenName: 'Changed' });
    expect(await approver.refuse(APPROVE, { id: request })).toMatchObject([{ code: 'CHANGED_MEANWHILE', path: ['input', 'id', 'version'] }]);
    expect(await approver.run('query ($id: ID!) { changeRequest(by: { id: $id }) { state decidedBy } }', { id: request })).toEqual({ changeRequest: { state: 'PENDING', decidedBy: null } });
    expect(await as('other', CLERK).refuse(WITHDRAW, { id: request })).toMatchObject([{ code: 'OTHERS_CHANGE_REQUEST' }]);
    expect(await clerk.run(WITHDRAW, { id: request })).toMatchObject({ changeRequestWithdraw: { changeRequest: { state: 'WITHDRAWN' } } });
    expect(await approver.refuse(APPROVE, { id: request })).toMatchObject([{ code: 'CHANGE_REQUEST_DECIDED' }]);
  });

  it('is rejected with a reason, for good', async () => {
    const { id, version } = await somebody('Rejected');
    const request = await requestFor({ id, version, birthDate: '1980-01-01' });
    expect(await approver.run(REJECT, { id: request, reason: 'The card says otherwise' })).toMatchObject({
      changeRequestReject: { changeRequest: { state: 'REJECTED', decidedBy: 'approver@example.org', decisionReason: 'The card says otherwise' } },
    });
    expect(await approver.refuse(APPROVE, { id: request })).toMatchObject([{ code: 'CHANGE_REQUEST_DECIDED' }]);
    expect(await person(id)).toMatchObject({ person: { version: 1 } });
  });

  it('lapses after the days of the policy', async () => {
    const { id, version } = await somebody('Late');
    const request = await requestFor({ id, version, birthDate: '1980-01-01' });
    platform.setToday('2026-03-31');
    try {
      expect(await approver.refuse(APPROVE, { id: request })).toMatchObject([{ code: 'CHANGE_REQUEST_LAPSED' }]);
      expect(await approver.run('query ($id: ID!) { changeRequest(by: { id: $id }) { lapsed } }', { id: request })).toEqual({ changeRequest: { lapsed: true } });
    } finally {
      platform.setToday('2026-03-01');
    }
  });
});

describe('operations on households', () => {
  const HOUSEHOLD = `mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id } changeRequest { id } userErrors { code path } } }`;
  const input = { code: 'H-1', placeCode: 'V1', since: '2020-01-01', members: [{ familyName: 'New', givenName: 'Head', sex: 'MALE', role: 'HEAD' }, { familyName: 'New', givenName: 'Next', sex: 'FEMALE', role: 'SPOUSE' }] };
  let request: string;

  it('are held back as a whole, and whoever decides in the place sees what was asked', async () => {
    const { householdRegister } = await clerk.run<{ householdRegister: { household: null; changeRequest: { id: string } } }>(HOUSEHOLD, { input });
    expect(householdRegister.household).toBeNull();
    request = householdRegister.changeRequest.id;
    const there = platform.as({ name: 'there', role: 'change-approver', places: ['D1'] });
    const { changeRequest } = await there.run<{ changeRequest: { asked: unknown[] } }>('query ($id: ID!) { changeRequest(by: { id: $id }) { changes { field } asked { path value } } }', { id: request });
    expect(changeRequest).toMatchObject({ changes: [] });
    expect(changeRequest.asked).toContainEqual({ path: 'members.0.familyName', value: 'New' });
    expect(await clerk.refuse(HOUSEHOLD, { input: { ...input, members: [] } })).not.toEqual([]);
    const { rows } = await platform.pool.query("select 1 from people.person where family_name = 'New'");
    expect(rows).toEqual([]);
  });

  it('are done with the roles and places of who asked, and take part in the refusals of their own', async () => {
    const again = (await clerk.run<{ householdRegister: { changeRequest: { id: string } } }>(HOUSEHOLD, { input })).householdRegister.changeRequest.id;
    await approver.run(APPROVE, { id: request });
    expect(await approver.refuse(APPROVE, { id: again })).toMatchObject([{ code: 'HOUSEHOLD_CODE_TAKEN', path: ['input', 'id', 'code'] }]);
    const { household } = await clerk.run<{ household: { id: string; members: { nodes: { id: string }[] } } }>(
      '{ household(by: { code: "H-1" }) { id members(where: { givenName: { eq: "Next" } }) { nodes { id } } } }',
    );
    const { householdHeadChange } = await clerk.run<{ householdHeadChange: { changeRequest: { id: string } } }>(
      'mutation ($input: HouseholdHeadChangeInput!) { householdHeadChange(input: $input) { changeRequest { id } userErrors { code } } }',
      { input: { householdId: household.id, personId: household.members.nodes[0]?.id, formerHeadBecomes: 'SPOUSE', on: '2026-02-01' } },
    );
    expect(await approver.run('query ($id: ID!) { changeRequest(by: { id: $id }) { household { code } person { givenName } changes { type field after } } }', { id: householdHeadChange.changeRequest.id }))
      .toEqual({ changeRequest: { household: { code: 'H-1' }, person: { givenName: 'Next' }, changes: [{ type: 'Household', field: 'head', after: household.members.nodes[0]?.id }] } });
  });
});

describe('a list of requests', () => {
  it('costs the same number of statements, however many it has', async () => {
    const query = 'query ($n: Int!) { changeRequests(first: $n) { nodes { id state person { familyName } changes { field before after } asked { path } files { id } } } }';
    await approver.run(query, { n: 1 });
    expect(approver.statements()).toBe(1);
    await approver.run(query, { n: 100 });
    // One more for all of their files, once there are some.
    expect(approver.statements()).toBe(2);
  });

  it('says which changes wait in this deployment', async () => {
    const { changePolicies } = await clerk.run<{ changePolicies: unknown[] }>('{ changePolicies { operation fields evidence days approve } }');
    expect(changePolicies).toContainEqual({ operation: 'personUpdate', fields: ['birthDate', 'sex'], evidence: false, days: 30, approve: null });
  });
});
