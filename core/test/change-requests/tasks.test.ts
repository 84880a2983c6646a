import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLacking, tellOverdue } from '../../src/change-requests/tasks/look-after-tasks.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
let supervisor: TestClient;

const approver = (name: string): TestClient => platform.as({ name, role: 'change-approver' });
const mail = (name: string): string => `${name}@example.org`;

beforeAll(async () => {
  platform = await startTestPlatform({
    today: '2026-03-02',
    workers: false,
    settings: {
      'change-requests': {
        groups: [{ code: 'heads', name: 'Heads of department' }, { code: 'board', name: 'Board' }],
        policies: [
          { operation: 'personUpdate', fields: ['birthDate'], steps: [{ name: 'heads', by: { group: 'heads' }, days: 2, escalate: { group: 'board' } }] },
          { operation: 'personUpdate', fields: ['sex'], steps: [{ name: 'anyone', days: 3, lapses: true }] },
          { operation: 'personUpdate', fields: ['patronymic'], steps: [{ name: 'two', approvals: 2 }] },
        ],
      },
    },
  });
  clerk = platform.as({ name: 'clerk', permissions: ['people.persons.read', 'people.persons.register', 'people.places.read', 'people.places.manage', 'change-requests.requests.read', 'change-requests.requests.withdraw', 'change-requests.tasks.read', 'change-requests.tasks.assign'] });
  supervisor = platform.as({ name: 'supervisor', role: 'task-supervisor' });
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "D1", name: "District 1", level: "district" }, { code: "D2", name: "District 2", level: "district" }] }) { userErrors { code } } }');
  for (const head of ['head', 'clerk']) await add('heads', head);
  await add('board', 'chair');
});
afterAll(() => platform?.stop());
beforeEach(() => platform.setToday('2026-03-02'));

const ADD = 'mutation ($input: TaskGroupMemberAddInput!) { taskGroupMemberAdd(input: $input) { member { id version group member validFrom } userErrors { code path message } } }';
const END = 'mutation ($input: TaskGroupMemberEndInput!) { taskGroupMemberEnd(input: $input) { member { validTo endedBy } userErrors { code path message } } }';
const DELEGATE = 'mutation ($input: TaskDelegateInput!) { taskDelegate(input: $input) { delegation { id fromSubject toSubject groups validFrom validTo holds madeBy } userErrors { code path message } } }';
const TAKE_BACK = 'mutation ($id: ID!) { taskDelegationEnd(input: { id: $id, reason: "back again" }) { delegation { validTo holds endedBy } userErrors { code path } } }';
const REASSIGN = 'mutation ($input: TaskReassignInput!) { taskReassign(input: $input) { task { assignees assignedBy assignedBecause } userErrors { code path message } } }';
const APPROVE = 'mutation ($id: ID!) { changeRequestApprove(input: { id: $id }) { changeRequest { state } userErrors { code message path } } }';
const MINE = 'query { tasks(where: { mine: { eq: true } }, orderBy: [{ dueOn: ASC }]) { nodes { kind name dueOn request { id operation } person { familyName } } } }';

const add = (group: string, member: string) => supervisor.run<{ taskGroupMemberAdd: { member: { id: string; version: number } } }>(ADD, { input: { group, member: mail(member) } });
const delegate = (from: string, to: string, more: object = {}) => approver(from).run<{ taskDelegate: { delegation: { id: string } } }>(DELEGATE, { input: { to: mail(to), until: '2026-03-20', reason: 'on leave', ...more } });
const ask = async (change: object, place = 'D1'): Promise<string> => {
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: { id: string; version: number }[] } }>(
    'mutation ($place: String!) { personsRegister(input: { placeCode: $place, persons: [{ familyName: "Any", givenName: "A", sex: FEMALE, birthDate: "1990-05-01" }] }) { persons { id version } userErrors { code } } }', { place });
  const { personUpdate } = await clerk.run<{ personUpdate: { changeRequest: { id: string } } }>(
    'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { changeRequest { id } userErrors { code message path } } }', { input: { ...personsRegister.persons[0], ...change } });
  return personUpdate.changeRequest.id;
};
const born = () => ask({ birthDate: '1991-05-01' });
const taskOf = async (id: string): Promise<string> => (await clerk.run<{ changeRequest: { steps: { nodes: { id: string }[] } } }>('query ($id: ID!) { changeRequest(by: { id: $id }) { steps { nodes { id } } } }', { id })).changeRequest.steps.nodes[0]?.id ?? '';
const mine = async (who: TestClient): Promise<readonly string[]> => (await who.run<{ tasks: { nodes: { request: { id: string } }[] } }>(MINE)).tasks.nodes.map(({ request }) => request.id);
const decisions = async (id: string) => (await clerk.run<{ changeRequest: { decisions: { nodes: unknown[] } } }>('query ($id: ID!) { changeRequest(by: { id: $id }) { decisions { nodes { decidedBy onBehalfOf } } } }', { id })).changeRequest.decisions.nodes;

describe('tasks that are mine', () => {
  it('are those that I may decide, with their days, in my places, and not those that I asked for', async () => {
    const [one, two] = [await born(), await ask({ sex: 'MALE' })];
    expect((await approver('head').run<{ tasks: { nodes: unknown[] } }>(MINE)).tasks.nodes).toEqual([
      { kind: 'change-requests.approval', name: 'heads', dueOn: '2026-03-04', request: { id: one, operation: 'personUpdate' }, person: { familyName: 'Any' } },
      { kind: 'change-requests.approval', name: 'anyone', dueOn: '2026-03-05', request: { id: two, operation: 'personUpdate' }, person: { familyName: 'Any' } },
    ]);
    expect(await mine(approver('chair'))).toEqual([two]);
    expect(await mine(clerk)).toEqual([]);
    expect(await mine(platform.as({ name: 'clerk', role: 'change-approver' }))).toEqual([]);
    expect(await mine(platform.as({ name: 'there', role: 'change-approver', places: ['D2'] }))).toEqual([]);
    await approver('head').run(APPROVE, { id: two });
    expect(await mine(approver('head'))).toEqual([one]);
  });

  it('cost one statement, however many there are, with their decisions', async () => {
    for (let at = 0; at < 5; at += 1) await ask({ patronymic: 'P' });
    await approver('x').run(APPROVE, { id: await ask({ patronymic: 'Q' }) });
    const head = approver('head');
    await head.run('query { tasks(first: 50, where: { state: { eq: OPEN } }) { nodes { mine approved lapsed escalated overdue request { operation steps(first: 5) { nodes { name decisions(first: 5) { nodes { decidedBy } } } } } decisions(first: 5) { nodes { verdict } } } } }');
    expect(head.statements()).toBe(1);
  });
});

describe('what is asked of a group', () => {
  it('is decided by who is in it that day', async () => {
    const id = await born();
    const { taskGroupMemberAdd: { member } } = await add('heads', 'newcomer');
    expect(await mine(approver('newcomer'))).toContain(id);
    expect(await supervisor.refuse(ADD, { input: { group: 'heads', member: mail('newcomer') } })).toMatchObject([{ code: 'TASK_GROUP_MEMBER_ALREADY' }]);
    expect(await supervisor.run(END, { input: { id: member.id, version: member.version } })).toMatchObject({ taskGroupMemberEnd: { member: { validTo: '2026-03-02', endedBy: mail('supervisor') } } });
    expect(await supervisor.refuse(END, { input: { id: member.id, version: member.version } })).toMatchObject([{ code: 'TASK_GROUP_MEMBER_NOT_FOUND' }]);
    expect(await approver('newcomer').refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_GROUP' }]);
    await add('heads', 'newcomer');
    await approver('newcomer').run(APPROVE, { id });
  });

  it('lists its groups and who is in them; nobody takes themselves in', async () => {
    expect(await supervisor.run('{ taskGroups { code name } }')).toEqual({ taskGroups: [{ code: 'heads', name: 'Heads of department' }, { code: 'board', name: 'Board' }] });
    expect(await supervisor.run('{ taskGroupMembers(where: { group: { eq: "board" } }) { nodes { member validFrom validTo addedBy } } }')).toEqual({
      taskGroupMembers: { nodes: [{ member: mail('chair'), validFrom: '2026-03-02', validTo: null, addedBy: mail('supervisor') }] },
    });
    expect(await supervisor.refuse(ADD, { input: { group: 'heads', member: mail('supervisor') } })).toMatchObject([{ code: 'TASK_GROUP_SELF' }]);
    expect(await supervisor.refuse(ADD, { input: { group: 'none', member: mail('x') } })).toMatchObject([{ code: 'TASK_GROUP_UNKNOWN' }]);
  });
});

describe('a head of department on leave', () => {
  it('hands over to a deputy, who decides in their place for that time, with rights of their own', async () => {
    const id = await born();
    expect(await delegate('head', 'deputy')).toMatchObject({ taskDelegate: { delegation: { fromSubject: mail('head'), toSubject: mail('deputy'), groups: null, validFrom: '2026-03-02', validTo: '2026-03-20', holds: true } } });
    expect(await mine(approver('deputy'))).toContain(id);
    expect(await platform.as({ name: 'deputy', permissions: ['change-requests.requests.read'] }).refuse(APPROVE, { id })).toMatchObject([{ code: 'FORBIDDEN' }]);
    platform.setToday('2026-03-20');
    expect(await approver('deputy').refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_GROUP' }]);
    platform.setToday('2026-03-02');
    await approver('deputy').run(APPROVE, { id });
    expect(await decisions(id)).toEqual([{ decidedBy: mail('deputy'), onBehalfOf: mail('head') }]);
  });

  it('cannot hand over to who asked, nor can who asked hand over', async () => {
    const id = await born();
    await delegate('head', 'clerk');
    expect(await platform.as({ name: 'clerk', role: 'change-approver' }).refuse(APPROVE, { id })).toMatchObject([{ code: 'OWN_CHANGE_REQUEST' }]);
    // The clerk who asked is one of the heads, too.
    await delegate('clerk', 'friend');
    expect(await approver('friend').refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_GROUP' }]);
  });

  it('hands over what is theirs only: not what was handed to them, and not what they are no longer', async () => {
    const id = await born();
    await delegate('deputy', 'third');
    expect(await approver('third').refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_GROUP' }]);
    const { taskGroupMemberAdd: { member } } = await add('heads', 'leaver');
    await delegate('leaver', 'heir');
    expect(await mine(approver('heir'))).toContain(id);
    await supervisor.run(END, { input: { id: member.id, version: member.version } });
    expect(await mine(approver('heir'))).not.toContain(id);
  });

  it('may name groups, and take it back', async () => {
    const id = await born();
    await add('heads', 'both');
    await add('board', 'both');
    const { taskDelegate: { delegation } } = await delegate('both', 'aide', { groups: ['board'] });
    expect(await approver('aide').refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_GROUP' }]);
    const { taskDelegate: { delegation: other } } = await delegate('both', 'aide', { groups: ['heads'] });
    expect(await mine(approver('aide'))).toContain(id);
    expect(await approver('nobody').refuse(TAKE_BACK, { id: other.id })).toMatchObject([{ code: 'DELEGATION_NOT_FOUND' }]);
    expect(await approver('both').run(TAKE_BACK, { id: other.id })).toMatchObject({ taskDelegationEnd: { delegation: { validTo: '2026-03-02', holds: false, endedBy: mail('both') } } });
    expect(await mine(approver('aide'))).not.toContain(id);
    expect((await approver('aide').run<{ taskDelegations: { nodes: { id: string }[] } }>('{ taskDelegations { nodes { id } } }')).taskDelegations.nodes.map((each) => each.id)).toEqual([delegation.id, other.id]);
    expect(await approver('nobody').run('{ taskDelegations { nodes { id } } }')).toEqual({ taskDelegations: { nodes: [] } });
  });

  it('has it done by a supervisor when they cannot; nobody else does it for them', async () => {
    const input = { of: mail('head'), to: mail('stand-in'), until: '2026-03-10', reason: 'is ill' };
    expect(await approver('x').refuse(DELEGATE, { input })).toMatchObject([{ code: 'DELEGATION_OF_OTHERS' }]);
    expect(await supervisor.run(DELEGATE, { input })).toMatchObject({ taskDelegate: { delegation: { fromSubject: mail('head'), madeBy: mail('supervisor') } } });
    for (const [wrong, code] of [[{ to: mail('head') }, 'DELEGATION_TO_SELF'], [{ until: '2026-03-02' }, 'DELEGATION_DATES'], [{ from: '2026-03-01' }, 'DELEGATION_DATES'], [{ groups: ['none'] }, 'TASK_GROUP_UNKNOWN']] as const) {
      expect(await supervisor.refuse(DELEGATE, { input: { ...input, ...wrong } })).toMatchObject([{ code }]);
    }
  });

  it('counts once where two persons of one request stand in for one another', async () => {
    const id = await ask({ patronymic: 'R' });
    await approver('one').run(APPROVE, { id });
    await delegate('one', 'other');
    expect(await approver('one').refuse(APPROVE, { id })).toMatchObject([{ code: 'DECIDED_BEFORE' }]);
    await approver('other').run(APPROVE, { id });
    expect(await decisions(id)).toEqual([{ decidedBy: mail('one'), onBehalfOf: null }, { decidedBy: mail('other'), onBehalfOf: null }]);
  });
});

describe('a task that is late', () => {
  it('may be done by those to whom it is escalated too, and is said to be overdue once', async () => {
    const id = await born();
    expect(await approver('chair').refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_GROUP' }]);
    platform.setToday('2026-03-04');
    expect(await mine(approver('chair'))).not.toContain(id);
    platform.setToday('2026-03-05');
    expect(await clerk.run('query ($id: ID!) { task(by: { id: $id }) { overdue escalated lapsed } }', { id: await taskOf(id) })).toEqual({ task: { overdue: true, escalated: true, lapsed: false } });
    expect(await mine(approver('chair'))).toContain(id);
    const told = async (): Promise<number> => inTransaction(platform.platform.context({ actor: platform.platform.system() }), tellOverdue);
    expect(await told()).toBeGreaterThan(0);
    expect(await told()).toBe(0);
    const { rows } = await platform.pool.query<{ told: string }>("select count(*)::text as told from kernel.event where name = 'change-requests.task-overdue' and payload ->> 'request' = $1::uuid::text", [id.slice(-32)]);
    expect(rows).toEqual([{ told: '1' }]);
    await approver('chair').run(APPROVE, { id });
  });

  it('lets the request lapse where the policy says so', async () => {
    const id = await ask({ sex: 'OTHER' });
    platform.setToday('2026-03-05');
    expect(await mine(approver('x'))).toContain(id);
    platform.setToday('2026-03-06');
    expect(await mine(approver('x'))).not.toContain(id);
    expect(await approver('x').refuse(APPROVE, { id })).toMatchObject([{ code: 'CHANGE_REQUEST_LAPSED' }]);
    expect(await clerk.run('query ($id: ID!) { changeRequest(by: { id: $id }) { state lapsed steps { nodes { lapsed } } } }', { id })).toEqual({ changeRequest: { state: 'PENDING', lapsed: true, steps: { nodes: [{ lapsed: true }] } } });
    await clerk.run('mutation ($id: ID!) { changeRequestWithdraw(input: { id: $id }) { changeRequest { state } userErrors { code } } }', { id });
  });
});

describe('a supervisor', () => {
  it('says of whom a task is asked, never of who asked for it nor of others than the group', async () => {
    await add('heads', 'second');
    const id = await born();
    const task = await taskOf(id);
    const to = (...names: string[]) => ({ input: { id: task, to: names.map(mail), reason: 'knows the village' } });
    expect(await supervisor.refuse(REASSIGN, to('clerk'))).toMatchObject([{ code: 'TASK_ASKED_BY_THEM', path: ['input', 'to', '0'] }]);
    expect(await supervisor.refuse(REASSIGN, to('stranger'))).toMatchObject([{ code: 'TASK_NOT_FOR_THEM' }]);
    expect(await clerk.refuse(REASSIGN, to('second'))).toMatchObject([{ code: 'OWN_CHANGE_REQUEST' }]);
    expect(await supervisor.run(REASSIGN, to('second'))).toMatchObject({ taskReassign: { task: { assignees: [mail('second')], assignedBy: mail('supervisor'), assignedBecause: 'knows the village' } } });
    expect(await mine(approver('head'))).not.toContain(id);
    expect(await approver('head').refuse(APPROVE, { id })).toMatchObject([{ code: 'TASK_OF_OTHERS', message: expect.stringContaining(mail('second')) }]);
    await approver('second').run(APPROVE, { id });
    expect(await supervisor.refuse(REASSIGN, to('head'))).toMatchObject([{ code: 'TASK_NOT_FOUND' }]);
  });

  it('names as many as must approve, or all who may again', async () => {
    const id = await ask({ patronymic: 'S' });
    const task = await taskOf(id);
    const to = (...names: string[]) => ({ input: { id: task, to: names.map(mail), reason: 'their turn' } });
    expect(await supervisor.refuse(REASSIGN, to('a'))).toMatchObject([{ code: 'TASK_TAKES_MORE' }]);
    await supervisor.run(REASSIGN, to('a', 'b'));
    await approver('a').run(APPROVE, { id });
    expect(await approver('c').refuse(APPROVE, { id })).toMatchObject([{ code: 'TASK_OF_OTHERS' }]);
    await supervisor.run(REASSIGN, to());
    await approver('c').run(APPROVE, { id });
  });
});

describe('a request of the version before, which knew of no steps', () => {
  it('is given one after a while, or when somebody decides', async () => {
    const ids = [await born(), await born()];
    await platform.pool.query("alter table change_requests.task disable trigger user; alter table change_requests.change_request disable trigger user");
    await platform.pool.query('delete from change_requests.task where request_id = any($1)', [ids.map((id) => id.slice(-32))]);
    await platform.pool.query("update change_requests.change_request set created_at = now() - interval '2 hours' where id = $1", [ids[0]?.slice(-32)]);
    await platform.pool.query("alter table change_requests.task enable trigger user; alter table change_requests.change_request enable trigger user");
    expect(await inTransaction(platform.platform.context({ actor: platform.platform.system() }), openLacking)).toBe(1);
    expect(await mine(approver('x'))).toContain(ids[0]);
    // The policy takes the heads by now, and one approval by anybody is not theirs.
    expect(await approver('x').refuse(APPROVE, { id: ids[1] })).toMatchObject([{ code: 'APPROVAL_TAKES_MORE' }]);
    await approver('x').run('mutation ($id: ID!) { changeRequestReject(input: { id: $id, reason: "asked anew" }) { changeRequest { state } userErrors { code message path } } }', { id: ids[1] });
    expect(await decisions(ids[1] ?? '')).toEqual([{ decidedBy: mail('x'), onBehalfOf: null }]);
  });
});
