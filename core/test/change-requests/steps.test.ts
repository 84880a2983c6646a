import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
let supervisor: TestClient;

const CLERK = [
  'people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.places.read', 'people.places.manage',
  'change-requests.requests.read', 'change-requests.requests.withdraw', 'change-requests.tasks.read', 'calendars.calendars.manage', 'calendars.calendars.read',
  'programmes.programmes.read', 'programmes.programmes.manage', 'transactions.ledger.read', 'transactions.ledger.book', 'transactions.accounts.read', 'transactions.accounts.open',
];
const approver = (name: string): TestClient => platform.as({ name, role: 'change-approver' });
const mail = (name: string): string => `${name}@example.org`;

beforeAll(async () => {
  platform = await startTestPlatform({
    today: '2026-03-02',
    settings: {
      'change-requests': {
        calendar: 'OFFICE',
        groups: [{ code: 'committee', name: 'Committee' }, { code: 'heads', name: 'Heads of department' }],
        policies: [
          { operation: 'personUpdate', fields: ['birthDate'], steps: [{ name: 'supervisor', days: 2, escalate: { group: 'heads' } }, { name: 'committee', by: { group: 'committee' }, approvals: 2, days: 5, lapses: true }] },
          { operation: 'personUpdate', fields: ['sex'], repeats: true, steps: [{ name: 'first' }, { name: 'second' }] },
          { operation: 'personUpdate', fields: ['patronymic'], steps: [{ name: 'heads', by: { role: 'task-supervisor' } }] },
          { operation: 'personUpdate', when: [{ field: 'id.familyName', in: ['Famous'] }] },
          { operation: 'personUpdate', fields: ['sex'], when: [{ field: 'id.version', from: '2' }], repeats: true, steps: [{ name: 'third' }] },
          {
            operation: 'transactionBook',
            steps: [{ name: 'accountant', when: [{ field: 'postings.amount', from: '100' }] }, { name: 'committee', by: { group: 'committee' }, when: [{ field: 'postings.amount', from: '1000.00' }] }],
          },
        ],
      },
    },
  });
  clerk = platform.as({ name: 'clerk', permissions: CLERK });
  supervisor = platform.as({ name: 'supervisor', role: 'task-supervisor' });
  await clerk.run(`mutation {
    placesRegister(input: { places: [{ code: "D1", name: "District 1", level: "district" }] }) { userErrors { code } }
    calendarCreate(input: { code: "OFFICE", name: "Office", weekend: { effectiveFrom: "2000-01-01", days: [SATURDAY, SUNDAY], source: "Labour Act" } }) { userErrors { code } }
  }`);
  for (const member of ['ama', 'ben', 'cleo', 'clerk']) await join('committee', member);
  await join('heads', 'head');
});
afterAll(() => platform?.stop());
beforeEach(() => platform.setToday('2026-03-02'));

const join = (group: string, member: string) => supervisor.run(
  'mutation ($input: TaskGroupMemberAddInput!) { taskGroupMemberAdd(input: $input) { member { id version } userErrors { code path message } } }', { input: { group, member: mail(member) } },
);
const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id version } userErrors { code message path } } }';
const UPDATE = 'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { id } changeRequest { id } userErrors { code message path hint } } }';
const APPROVE = 'mutation ($id: ID!) { changeRequestApprove(input: { id: $id }) { changeRequest { state } userErrors { code message path hint } } }';
const REJECT = 'mutation ($id: ID!) { changeRequestReject(input: { id: $id, reason: "not so" }) { changeRequest { state } userErrors { code message path hint } } }';
const DETAIL = `query ($id: ID!) { changeRequest(by: { id: $id }) { state lapsed repeats
  steps { nodes { name position state approvals approved groups openedOn dueOn overdue escalated lapsed mine assignees closedBy decisions { nodes { decidedBy } } } }
  decisions { nodes { verdict decidedBy onBehalfOf reason task { name } } } } }`;

async function asked(change: object, familyName = 'Any'): Promise<string> {
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: { id: string; version: number }[] } }>(REGISTER, { input: { placeCode: 'D1', persons: [{ familyName, givenName: 'A', sex: 'FEMALE', birthDate: '1990-05-01' }] } });
  const { personUpdate } = await clerk.run<{ personUpdate: { changeRequest: { id: string } | null } }>(UPDATE, { input: { ...personsRegister.persons[0], ...change } });
  return personUpdate.changeRequest?.id ?? '';
}
const born = (): Promise<string> => asked({ birthDate: '1991-05-01' });
const approve = async (who: string | TestClient, id: string): Promise<string> => {
  const client = typeof who === 'string' ? approver(who) : who;
  return (await client.run<{ changeRequestApprove: { changeRequest: { state: string } } }>(APPROVE, { id })).changeRequestApprove.changeRequest.state;
};
const detail = async (id: string, as = clerk): Promise<Record<string, unknown>> => (await as.run<{ changeRequest: Record<string, unknown> }>(DETAIL, { id })).changeRequest;
const births = async (): Promise<number> => (await platform.pool.query("select 1 from people.person where birth_date = '1991-05-01'")).rowCount ?? 0;

describe('a change that takes two steps, the second by two of a committee', () => {
  it('is made once each step has its approvals, in their order', async () => {
    const before = await births();
    const id = await born();
    expect(await detail(id)).toMatchObject({
      state: 'PENDING', decisions: { nodes: [] },
      steps: { nodes: [
        { name: 'supervisor', position: 1, state: 'OPEN', approvals: 1, approved: 0, groups: [], openedOn: '2026-03-02', dueOn: '2026-03-04', overdue: false },
        { name: 'committee', position: 2, state: 'WAITING', approvals: 2, approved: 0, groups: ['committee'], openedOn: null, dueOn: null },
      ] },
    });
    expect(await approve('sam', id)).toBe('PENDING');
    expect(await approver('sam').refuse(APPROVE, { id })).toMatchObject([{ code: 'DECIDED_BEFORE', path: ['input', 'id'] }]);
    expect(await approver('dan').refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_GROUP', message: expect.stringContaining('committee') }]);
    expect(await approve('ama', id)).toBe('PENDING');
    expect(await births()).toBe(before);
    expect(await approver('ama').refuse(APPROVE, { id })).toMatchObject([{ code: 'DECIDED_BEFORE' }]);
    expect(await approve('ben', id)).toBe('APPROVED');
    expect(await births()).toBe(before + 1);
    expect(await detail(id)).toMatchObject({
      steps: { nodes: [
        { state: 'DONE', approved: 1, closedBy: mail('sam') },
        // Monday opened it; five working days go over the weekend.
        { state: 'DONE', approved: 2, openedOn: '2026-03-02', dueOn: '2026-03-09', closedBy: mail('ben'), decisions: { nodes: [{ decidedBy: mail('ama') }, { decidedBy: mail('ben') }] } },
      ] },
      decisions: { nodes: [
        { verdict: 'APPROVE', decidedBy: mail('sam'), onBehalfOf: null, task: { name: 'supervisor' } }, { decidedBy: mail('ama'), task: { name: 'committee' } }, { decidedBy: mail('ben') },
      ] },
    });
    expect(await approver('cleo').refuse(APPROVE, { id })).toMatchObject([{ code: 'CHANGE_REQUEST_DECIDED' }]);
  });

  it('ends with the first who rejects it, whoever approved before', async () => {
    const id = await born();
    await approve('sam', id);
    await approve('ama', id);
    expect(await approver('dan').refuse(REJECT, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_GROUP' }]);
    await approver('ben').run(REJECT, { id });
    expect(await detail(id)).toMatchObject({ state: 'REJECTED', steps: { nodes: [{ state: 'DONE' }, { state: 'CANCELLED', closedBy: mail('ben') }] } });
    expect(await approver('cleo').refuse(APPROVE, { id })).toMatchObject([{ code: 'CHANGE_REQUEST_DECIDED' }]);
  });

  it('is never decided by who asked, though they are of the committee', async () => {
    const id = await born();
    const both = platform.as({ name: 'clerk', permissions: [...CLERK, 'change-requests.requests.decide'] });
    expect(await both.refuse(APPROVE, { id })).toMatchObject([{ code: 'OWN_CHANGE_REQUEST' }]);
    await approve('sam', id);
    expect(await both.refuse(APPROVE, { id })).toMatchObject([{ code: 'OWN_CHANGE_REQUEST' }]);
  });

  it('may let one person decide both steps, where the policy says so', async () => {
    const id = await asked({ sex: 'MALE' });
    expect(await detail(id)).toMatchObject({ repeats: true });
    expect(await approve('sam', id)).toBe('PENDING');
    expect(await approve('sam', id)).toBe('APPROVED');
  });

  it('takes the steps of all policies that apply, one for each name', async () => {
    const id = await asked({ sex: 'MALE', birthDate: '1991-05-01', patronymic: 'B' });
    const { steps, repeats } = await detail(id) as { steps: { nodes: { name: string }[] }; repeats: boolean };
    expect([steps.nodes.map(({ name }) => name), repeats]).toEqual([['supervisor', 'committee', 'first', 'second', 'heads'], false]);
  });

  it('may be for one role alone', async () => {
    const id = await asked({ patronymic: 'C' });
    expect(await approver('sam').refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_ROLE', message: expect.stringContaining('task-supervisor') }]);
  });

  it('holds back what is about certain rows', async () => {
    expect(await asked({ givenName: 'B' }, 'Famous')).toMatch(/^change_request_/);
    expect(await asked({ givenName: 'B' }, 'Unknown')).toBe('');
  });
});

describe('what has grown since it was asked for', () => {
  it('is not made by the approvals that were enough for less', async () => {
    const id = await asked({ sex: 'MALE' });
    await platform.pool.query("update people.person p set given_name = 'Changed' from change_requests.change_request r where r.id = $1 and p.id = r.person_id", [id.slice(-32)]);
    await approve('sam', id);
    expect(await approver('dan').refuse(APPROVE, { id })).toMatchObject([{ code: 'APPROVAL_TAKES_MORE', message: expect.stringContaining('third'), path: ['input', 'id'] }]);
    expect(await detail(id)).toMatchObject({ state: 'PENDING', steps: { nodes: [{ state: 'DONE' }, { state: 'OPEN', approved: 0 }] } });
  });
});

describe('the database', () => {
  it('keeps decisions as they were, and takes none that breaks a rule', async () => {
    const id = await born();
    await approve('sam', id);
    const uuid = id.slice(-32);
    const step = (name: string) => `(select t.id from change_requests.task t where t.request_id = '${uuid}' and t.name = '${name}')`;
    const insert = (by: string, name: string) => platform.pool.query(`insert into change_requests.task_decision (id, request_id, task_id, verdict, decided_by) values (kernel.uuid7(), '${uuid}', ${step(name)}, 'APPROVE', '${mail(by)}')`);
    await expect(insert('clerk', 'committee')).rejects.toMatchObject({ constraint: 'task_decision_maker_is_not_checker' });
    await expect(insert('sam', 'committee')).rejects.toMatchObject({ constraint: 'task_decision_one_vote' });
    await expect(insert('dan', 'supervisor')).rejects.toMatchObject({ constraint: 'task_decision_on_open' });
    await expect(platform.pool.query("update change_requests.task_decision set verdict = 'REJECT'")).rejects.toMatchObject({ code: 'KG001' });
    await expect(platform.pool.query('delete from change_requests.task_decision')).rejects.toMatchObject({ code: 'KG001' });
    await expect(platform.pool.query('delete from change_requests.task')).rejects.toMatchObject({ code: 'KG001' });
    const task = (set: string) => platform.pool.query(`update change_requests.task set ${set} where id = ${step('committee')}`);
    await expect(task("state = 'DONE', closed_at = now(), closed_by = 'x'")).rejects.toMatchObject({ constraint: 'task_approved_by_enough' });
    await expect(task('approvals = 1')).rejects.toMatchObject({ constraint: 'task_as_opened' });
    await expect(platform.pool.query(`update change_requests.task set state = 'OPEN', closed_at = null, closed_by = null where id = ${step('supervisor')}`)).rejects.toMatchObject({ constraint: 'task_moves' });
    const end = (state: string) => platform.pool.query(`update change_requests.change_request set state = '${state}', decided_by = 'somebody', decided_at = now() where id = '${uuid}'`);
    await expect(end('APPROVED')).rejects.toMatchObject({ constraint: 'change_request_approved_in_full' });
    await expect(end('REJECTED')).rejects.toMatchObject({ constraint: 'change_request_rejected_by_somebody' });
  });

  it('opens no step before those that come first are done', async () => {
    const id = await born();
    await expect(platform.pool.query("update change_requests.task set state = 'OPEN', opened_on = '2026-03-02' where request_id = $1 and position = 2", [id.slice(-32)])).rejects.toMatchObject({ constraint: 'task_in_order' });
  });
});

describe('amounts', () => {
  const OPEN = 'mutation ($input: AccountOpenInput!) { accountOpen(input: $input) { account { id } userErrors { code message path } } }';
  const BOOK = 'mutation ($input: TransactionBookInput!) { transactionBook(input: $input) { transaction { id } changeRequest { id steps { nodes { name } } } userErrors { code message path } } }';
  let accounts: readonly string[];
  beforeAll(async () => {
    accounts = await Promise.all(['CASH', 'DUE'].map(async (code) => (await clerk.run<{ accountOpen: { account: { id: string } } }>(OPEN, { input: { code, name: code, purpose: code, currency: 'GHS' } })).accountOpen.account.id));
  });
  const book = async (...debits: string[]): Promise<readonly string[] | null> => {
    const total = debits.reduce((sum, debit) => sum + Number(debit), 0);
    const { transactionBook } = await clerk.run<{ transactionBook: { changeRequest: { steps: { nodes: { name: string }[] } } | null } }>(BOOK, {
      input: {
        reference: debits.join('-'), description: 'A test', idempotencyKey: `book-${debits.join('-')}`,
        postings: [...debits.map((amount) => ({ accountId: accounts[0], amount })), { accountId: accounts[1], amount: (-total).toFixed(2) }],
      },
    });
    return transactionBook.changeRequest?.steps.nodes.map(({ name }) => name) ?? null;
  };

  it('decide how many steps it takes; those of lines count together', async () => {
    expect(await book('99.99')).toBeNull();
    expect(await book('100.00')).toEqual(['accountant']);
    expect(await book('999.99')).toEqual(['accountant']);
    expect(await book('600.00', '400.00')).toEqual(['accountant', 'committee']);
  });
});
