import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineRole } from '../../src/kernel/access/permissions.js';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { createRun } from '../../src/transactions/testing/story.js';
import { as, owing } from '../../src/transactions/testing/world.js';

const DECIDES = ['change-requests.requests.decide', 'change-requests.requests.read', 'change-requests.tasks.read', 'transactions.runs.read'];
const office = defineModule({ name: 'office', version: '1.0.0', kinga: { id: 'office', requires: { transactions: '*', 'change-requests': '*' } } }, {
  description: 'Roles of an office', roles: [defineRole('director', 'Decides on large payments', DECIDES)],
});

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({
    today: '2026-03-01',
    workers: false,
    modules: [office],
    settings: {
      'change-requests': {
        groups: [{ code: 'committee', name: 'Payments committee' }],
        policies: [{
          operation: 'paymentRunApprove',
          when: [{ field: 'runId.total.amount', from: '1000000.00' }],
          steps: [{ name: 'committee', by: { group: 'committee' }, approvals: 2 }, { name: 'director', by: { role: 'director' } }],
        }],
      },
    },
  });
  const supervisor = platform.as({ name: 'supervisor', role: 'task-supervisor' });
  for (const member of ['ama', 'ben', 'cleo', 'officer']) {
    await supervisor.run('mutation ($input: TaskGroupMemberAddInput!) { taskGroupMemberAdd(input: $input) { member { id } userErrors { code } } }', { input: { group: 'committee', member: `${member}@example.org` } });
  }
});
afterAll(() => platform?.stop());

const member = (name: string): TestClient => platform.as({ name, permissions: DECIDES });
const director = (name = 'director'): TestClient => platform.as({ name, role: 'director' });
const approver = (): TestClient => platform.as({ name: 'approver', permissions: ['transactions.runs.approve', 'transactions.runs.read', 'change-requests.requests.read'] });

interface Made {
  readonly runId: string;
  readonly contentHash: string;
}

async function made(amounts: readonly string[]): Promise<Made> {
  const { run } = await createRun(as(platform, 'payment-officer', 'officer'), await owing(platform, amounts));
  return { runId: run?.id ?? '', contentHash: run?.contentHash ?? '' };
}

const key = (): string => crypto.randomUUID();
type Asked = { readonly run: { readonly state: string } | null; readonly changeRequest: { readonly id: string } | null };
const APPROVE = 'mutation ($input: PaymentRunApproveInput!) { paymentRunApprove(input: $input) { run { state } changeRequest { id } userErrors { code message path hint } } }';
const ask = async (run: Made): Promise<Asked> => (await approver().run<{ paymentRunApprove: Asked }>(APPROVE, { input: { ...run, idempotencyKey: key() } })).paymentRunApprove;
const DECIDE = 'mutation ($id: ID!) { changeRequestApprove(input: { id: $id }) { changeRequest { state } userErrors { code message path hint } } }';
const decide = async (who: TestClient, id: string): Promise<string> => (await who.run<{ changeRequestApprove: { changeRequest: { state: string } } }>(DECIDE, { id })).changeRequestApprove.changeRequest.state;
const refused = async (who: TestClient, id: string): Promise<string | undefined> => (await who.refuse(DECIDE, { id }))[0]?.code;
const runOf = async ({ runId }: Made): Promise<object> => (await approver().run<{ paymentRun: object }>('query ($id: ID!) { paymentRun(by: { id: $id }) { state approvedBy createdBy } }', { id: runId })).paymentRun;
const mine = async (who: TestClient): Promise<number> => (await who.run<{ tasks: { totalCount: number } }>('{ tasks(where: { mine: { eq: true } }) { totalCount } }')).tasks.totalCount;

describe('a payment run', () => {
  it('of less than a million is approved by one person', async () => {
    const run = await made(['999999.99']);
    expect(await ask(run)).toMatchObject({ run: { state: 'APPROVED' }, changeRequest: null });
  });

  it('of a million or more is approved by two of the committee, and then the director; never by who made it', async () => {
    const run = await made(['600000', '400000']);
    const { changeRequest } = await ask(run);
    const id = changeRequest?.id ?? '';
    expect(await runOf(run)).toMatchObject({ state: 'DRAFT' });

    expect(await mine(member('officer'))).toBe(0);
    expect(await refused(member('officer'), id)).toBe('MADE_IT');
    expect(await mine(member('ama'))).toBe(1);
    expect(await refused(member('nobody'), id)).toBe('APPROVAL_TAKES_GROUP');
    expect(await decide(member('ama'), id)).toBe('PENDING');
    expect(await refused(member('ama'), id)).toBe('DECIDED_BEFORE');
    expect(await refused(director(), id)).toBe('APPROVAL_TAKES_GROUP');
    expect(await decide(member('ben'), id)).toBe('PENDING');
    expect(await refused(member('cleo'), id)).toBe('APPROVAL_TAKES_ROLE');
    expect(await runOf(run)).toMatchObject({ state: 'DRAFT' });
    expect(await refused(director('officer'), id)).toBe('MADE_IT');
    expect(await decide(director(), id)).toBe('APPROVED');
    expect(await runOf(run)).toMatchObject({ state: 'APPROVED', approvedBy: 'approver@example.org', createdBy: 'officer@example.org' });
  });

  it('is approved as it was looked at: the steps are bound to its hash, and votes never change', async () => {
    const [run, other] = [await made(['2000000']), await made(['3000000'])];
    expect((await approver().refuse(APPROVE, { input: { runId: run.runId, contentHash: other.contentHash, idempotencyKey: key() } }))[0]?.code).toBe('CONTENT_CHANGED');
    const { changeRequest } = await ask(run);
    await decide(member('ama'), changeRequest?.id ?? '');
    await expect(platform.pool.query("update change_requests.task_decision set decided_by = 'cleo@example.org'")).rejects.toMatchObject({ code: 'KG001' });
    await expect(platform.pool.query('delete from change_requests.task_decision')).rejects.toMatchObject({ code: 'KG001' });
    await expect(platform.pool.query(
      `insert into change_requests.task_decision (id, request_id, task_id, verdict, decided_by)
       select kernel.uuid7(), t.request_id, t.id, 'APPROVE', 'officer@example.org' from change_requests.task t where t.state = 'OPEN'`,
    )).rejects.toMatchObject({ constraint: 'task_decision_made_it' });
  });
});
