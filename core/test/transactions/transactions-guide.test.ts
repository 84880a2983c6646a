import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeId } from '../../src/kernel/schema/ids.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { watchLedger } from '../../src/transactions/checks/watch-ledger.js';
import { owing } from '../../src/transactions/testing/world.js';
import { guideSteps, withKnown } from '../testing/guide.js';

let platform: TestPlatform;
let server: string;
let programme: string;
const clients: Record<string, TestClient> = {};
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  server = (await platform.serve()).url;
  const permissions = platform.platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  for (const name of ['keeper', 'holder', 'officer', 'approver']) clients[name] = platform.as({ name, permissions });
  programme = await owing(platform, ['70.00', '50.00']);
});
afterAll(() => platform.stop());

type Answer = Readonly<Record<string, Readonly<Record<string, { readonly id: string; readonly contentHash?: string }>>>>;

/** What later operations of the guide ask for, by where it stands in an answer. */
const LEARNT: Readonly<Record<string, readonly (readonly [name: string, root: string, field: string])[]>> = {
  Funder: [['funder', 'organisationRegister', 'organisation']],
  Funds: [['funds', 'accountOpen', 'account']],
  Grant: [['grant', 'accountOpen', 'account']],
  February: [['february', 'accountingPeriodOpen', 'accountingPeriod']],
  Mistaken: [['mistaken', 'transactionBook', 'transaction']],
  Budget: [['amendment', 'budgetCreate', 'amendment']],
  Run: [['run', 'paymentRunCreate', 'run']],
  Reissue: [['again', 'paymentRunReissue', 'run']],
};
/** Who does what; the keeper where nothing is said. */
const BY: Readonly<Record<string, string>> = { Reopen: 'approver', ApproveBudget: 'holder', Allow: 'holder', Run: 'officer', Made: 'officer', Ready: 'officer', Exceptions: 'approver', Hold: 'approver', Send: 'officer', GiveUp: 'officer', Reissue: 'officer', MadeAgain: 'officer', TooMuch: 'approver', Approve: 'approver' };
const REFUSED = ['Late', 'TooMuch'];

it('the books are kept, closed, told and looked through, and a budget is not gone over, as the guide says, in its order', async () => {
  const known: Record<string, unknown> = { programme: encodeId('programme', programme) };
  const answers: Record<string, unknown> = {};
  for (const { name, source, variables } of await guideSteps('transactions.md')) {
    if (name === 'Health') await watchLedger(platform.platform.context({ actor: platform.platform.system('test') }));
    const client = clients[BY[name] ?? 'keeper'] as TestClient;
    const given = withKnown(variables, known);
    if (REFUSED.includes(name)) {
      answers[name] = await client.refuse(source, given);
      continue;
    }
    const answer = await client.run<Answer>(source, given);
    answers[name] = answer;
    for (const [as, root, field] of LEARNT[name] ?? []) known[as] = answer[root]?.[field]?.id;
    if (['Run', 'Send', 'Reissue'].includes(name)) await platform.finishJobs();
    if (name === 'Exceptions') known['payment'] = (answer as unknown as { paymentRun: { instructions: { nodes: { id: string }[] } } }).paymentRun.instructions.nodes[0]?.id;
    if (name === 'Made') known['hash'] = (answer as { paymentRun?: { contentHash: string } }).paymentRun?.contentHash;
  }

  expect(answers['Late']).toMatchObject([{ code: 'BOOKS_CLOSED', path: ['input', 'occurredOn'] }]);
  expect(answers['TakeBack']).toMatchObject({ transactionReverse: { transaction: { occurredOn: '2026-03-01' } } });
  expect(answers['Reopen']).toMatchObject({ accountingPeriodReopen: { accountingPeriod: { state: 'CLOSED', reopenedBy: null } } });
  expect(answers['TrialBalance']).toMatchObject({ accountBalances: {
    more: false,
    rows: [
      { account: { code: 'GRANTS:MOF' }, funder: { code: 'MOF' }, opening: { amount: '-5000.00' }, debit: { amount: '700.00' }, credit: { amount: '700.00' }, balance: { amount: '-5000.00' } },
      { account: { code: 'HG:FUNDS:MOF' }, opening: { amount: '5000.00' }, debit: { amount: '700.00' }, credit: { amount: '700.00' }, balance: { amount: '5000.00', currency: 'GHS' } },
    ],
    totals: [{ debit: { amount: '1400.00' }, credit: { amount: '1400.00' }, balance: { amount: '0.00' } }],
  } });
  expect(answers['Statement']).toMatchObject({ accountStatement: { opening: { amount: '0.00' }, closing: { amount: '5000.00' }, lines: [{ balance: { amount: '5000.00' } }, { balance: { amount: '5700.00' } }, { balance: { amount: '5000.00' } }] } });
  expect(answers['Ready']).toMatchObject({ paymentRunReadiness: { ready: false, due: { amount: '120.00' }, checks: [{ code: 'BUDGET_EXCEEDED', severity: 'BLOCKS' }] } });
  expect(answers['Hold']).toMatchObject({ paymentInstructionHold: { instruction: { state: 'PENDING' } } });
  expect(answers['GiveUp']).toMatchObject({ paymentInstructionGiveUp: { instruction: { state: 'RETURNED', returnedReason: 'GIVEN_UP' } } });
  expect(answers['MadeAgain']).toMatchObject({ paymentRun: { state: 'DRAFT', kind: 'REISSUE', instructionCount: 1 } });
  expect(answers['Health']).toMatchObject({ ledgerHealth: { right: true, findings: [] } });
  expect(answers['TooMuch']).toMatchObject([{ code: 'BUDGET_EXCEEDED', message: 'The run pays 120.00 GHS, and its budget has 100.00 left.' }]);
  expect(answers['Approve']).toMatchObject({ paymentRunApprove: { run: { state: 'APPROVED', budget: { approved: { amount: '100.00' }, committed: { amount: '120.00' }, drawn: { amount: '0.00' }, available: { amount: '-20.00' } } } } });

  // The journal is a file whose debits and credits are the same.
  await platform.finishJobs();
  const { export: journal } = await clients['keeper']!.run<{ export: { state: string; file: { url: string } } }>('query ($id: ID!) { export(by: { id: $id }) { state problem file { url } } }', { id: (answers['Journal'] as { exportStart: { export: { id: string } } }).exportStart.export.id });
  expect(journal.state).toBe('DONE');
  const lines = parse<Record<string, string>>(await (await fetch(new URL(journal.file.url, server))).text(), { columns: true });
  expect(lines.map((line) => [line['transaction.reference'], line['account.code'], line['moved.amount']].join(' ')).sort()).toEqual([
    'journal:STATEMENT-2026-02-17/4 GRANTS:MOF -5000.00', 'journal:STATEMENT-2026-02-17/4 HG:FUNDS:MOF 5000.00',
    'journal:STATEMENT-2026-02-18/1 GRANTS:MOF -700.00', 'journal:STATEMENT-2026-02-18/1 HG:FUNDS:MOF 700.00',
  ]);
});
