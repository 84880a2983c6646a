import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { provePayers, type PayerDifference } from '../receivables/prove-payers.js';
import type { UserError } from './story.js';
import { run, type World } from './world.js';

export interface Told {
  readonly id: string;
  readonly state: string;
}

export interface TellingAnswer {
  readonly demand?: (Told & { readonly outstanding: string; readonly payer: { readonly id: string; readonly controlNumber: string } }) | null;
  readonly receipt?: (Told & { readonly held: string; readonly unmatchedBecause: string | null }) | null;
  readonly refund?: Told | null;
  readonly userErrors: readonly UserError[];
}

const SHOWN = {
  demand: 'demand { id state outstanding { amount } payer { id controlNumber } }', receipt: 'receipt { id state held unmatchedBecause }', refund: 'refund { id state }',
} as const;

/** Runs one of the mutations about demands, receipts and refunds. */
export async function tell(ctx: Context, field: string, input: object, key = uuidv7()): Promise<TellingAnswer> {
  const shown = field.startsWith('demand') ? SHOWN.demand : field.startsWith('receiptRefund') ? SHOWN.refund : SHOWN.receipt;
  const type = /^receiptRefund(Approve|Reject)$/.test(field) ? 'ReceiptRefundDecideInput' : `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const answer = await run<Record<string, TellingAnswer>>(ctx, `mutation ($input: ${type}!) { ${field}(input: $input) { ${shown} userErrors { code path hint } } }`, { input: { idempotencyKey: key, ...input } });
  return answer[field] as TellingAnswer;
}

/** A programme that demands, and persons who pay to it: their ids as the API has them. */
export async function paying(world: World, { payers = 1, currency = 'GHS' } = {}): Promise<{ readonly programme: string; readonly persons: readonly string[] }> {
  const { rows: [programme] } = await world.pool.query<{ id: string }>(
    `insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), 'PAY' || right(kernel.uuid7()::text, 12), 'Insurance', 'test', 'PERSON', $1, '2020-01-01') returning id`, [currency]);
  const { rows } = await world.pool.query<{ id: string }>(
    "insert into people.person (id, given_name, family_name, sex, languages) select kernel.uuid7(), 'Esi', 'Payer ' || n, 'FEMALE', '{fr}' from generate_series(1, $1::int) n returning id", [payers]);
  return { programme: encodeId('programme', programme?.id ?? ''), persons: rows.map(({ id }) => encodeId('person', id)) };
}

/** What does not add up of all payers. */
export function differences(world: World): Promise<readonly PayerDifference[]> {
  return inTransaction(world.platform.context({ actor: world.platform.system('proof') }), (tx) => provePayers(tx, sql`select y.id from transactions.payer y`));
}
