import type { Context } from '../../../src/kernel/context.js';
import { decodeId, encodeId } from '../../../src/kernel/schema/ids.js';
import { sendFile } from '../../../src/testing/index.js';
import { sendRun } from '../../../src/transactions/runs/send-run-job.js';
import { approveRun, createRun, newKey, startSending } from '../../../src/transactions/testing/story.js';
import { as, run, unseen, type World } from '../../../src/transactions/testing/world.js';

export interface SentPayment {
  readonly id: string;
  readonly reference: string;
  readonly amount: string;
  readonly batch: string;
}

export interface SentRun {
  /** As in the API. */
  readonly id: string;
  readonly uuid: string;
  /** What the channel was given, in the order of the amounts: each under the id of its first instruction. */
  readonly payments: readonly SentPayment[];
}

/** A run of all that a programme owes, approved by another and sent. */
export async function sentRun(world: World, programme: string, channel: string): Promise<SentRun> {
  const officer = as(world, 'payment-officer');
  const made = await createRun(officer, programme, { channel });
  const id = made.run?.id ?? '';
  await approveRun(as(world, 'payment-approver'), id, made.run?.contentHash ?? '');
  await startSending(officer, id);
  const uuid = decodeId(id)?.uuid ?? '';
  await sendRun.run(officer, { runId: uuid }, unseen);
  const { rows } = await world.pool.query<SentPayment>(
    `select i.id, i.reference, i.payment_amount::text as amount, b.key as batch from transactions.payment_instruction i join transactions.payment_batch b on b.run_id = i.run_id and b.number = i.batch_number
     where i.run_id = $1 and i.reference = i.payment order by i.payment_amount, i.reference`, [uuid],
  );
  return { id, uuid, payments: rows };
}

/** Where the instructions of a run stand, in the order of their amounts. */
export async function statesOf(world: World, { uuid }: SentRun): Promise<readonly string[]> {
  const { rows } = await world.pool.query<{ state: string }>('select state from transactions.payment_instruction where run_id = $1 order by amount, reference', [uuid]);
  return rows.map(({ state }) => state);
}

/** A bank account for a programme's funds. */
export async function bankAccount(world: World, programme: string, { number, channels }: { readonly number: string; readonly channels: readonly string[] }): Promise<string> {
  const { rows: [funds] } = await world.pool.query<{ id: string }>("select id from transactions.account where programme_id = $1 and purpose = 'FUNDS'", [programme]);
  const { bankAccountRegister } = await run<{ bankAccountRegister: { bankAccount: { id: string } | null; userErrors: object[] } }>(as(world, 'ledger-keeper'),
    'mutation ($input: BankAccountRegisterInput!) { bankAccountRegister(input: $input) { bankAccount { id } userErrors { code message path } } }',
    { input: { code: `B${number}`, name: 'Made-up bank', number, channels, accountId: encodeId('account', funds?.id ?? '') } });
  if (!bankAccountRegister.bankAccount) throw new Error(JSON.stringify(bankAccountRegister.userErrors));
  return bankAccountRegister.bankAccount.id;
}

export interface ReceivedStatement {
  readonly statement: { readonly id: string } | null;
  readonly matched: number | null;
  readonly unmatched: number | null;
  readonly paid: number | null;
  readonly returned: number | null;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

/** Stores a file of an actor's own, as `fileBegin` and PUT would. */
export async function ownFile(ctx: Context, server: string, bytes: string | Buffer): Promise<string> {
  const client = { run: <T>(source: string, variables?: Record<string, unknown>) => run<T>(ctx, source, variables) };
  return sendFile(client as never, server, { name: 'statement.xml', mediaType: bytes.toString().startsWith('<') ? 'application/xml' : 'text/plain', bytes });
}

export async function receiveStatement(world: World, server: string, bankAccountId: string, bytes: string | Buffer, key = newKey()): Promise<ReceivedStatement> {
  const officer = as(world, 'payment-officer');
  const fileId = await ownFile(officer, server, bytes);
  const { statementReceive } = await run<{ statementReceive: ReceivedStatement }>(officer,
    'mutation ($input: StatementReceiveInput!) { statementReceive(input: $input) { statement { id } matched unmatched paid returned userErrors { code path } } }',
    { input: { bankAccountId, fileId, idempotencyKey: key } });
  return statementReceive;
}
