import type { TxContext } from '../kernel/write/transaction.js';

/** What payments and recoveries need accounts for, and how those are named. */
const PURPOSES = {
  BENEFIT_EXPENSE: 'Benefits',
  PAYABLE: 'Benefits owed',
  IN_TRANSIT: 'Payments on their way',
  FUNDS: 'Funds paid out of',
  RETURNED: 'Returned payments, still owed',
  RECEIVABLE: 'Overpayments owed back',
  WRITTEN_OFF: 'Overpayments given up',
} as const;

export type PaymentPurpose = keyof typeof PURPOSES;

/** UUIDs of a programme's accounts, by purpose. */
export type ProgrammeAccounts = Readonly<Record<PaymentPurpose, string>>;

/** A programme's accounts for payments; opens those that are missing. */
export async function programmeAccounts(ctx: TxContext, programme: { readonly id: string; readonly currency: string }): Promise<ProgrammeAccounts> {
  const names = Object.entries(PURPOSES);
  await ctx.tx.query(
    `insert into transactions.account (id, code, name, purpose, programme_id, currency)
     select kernel.uuid7(), p.code || ':' || wanted.purpose || ':' || $2, p.name || ': ' || wanted.name, wanted.purpose, p.id, $2
     from programmes.programme p, unnest($3::text[], $4::text[]) as wanted(purpose, name)
     where p.id = $1 and not exists (select from transactions.account a where a.programme_id = p.id and a.purpose = wanted.purpose and a.currency = $2)
     on conflict do nothing`,
    [programme.id, programme.currency, names.map(([purpose]) => purpose), names.map(([, name]) => name)],
  );
  const { rows } = await ctx.tx.query<{ purpose: PaymentPurpose; id: string }>(
    'select purpose, id from transactions.account where programme_id = $1 and currency = $2 and purpose = any($3)',
    [programme.id, programme.currency, names.map(([purpose]) => purpose)],
  );
  if (rows.length < names.length) throw new Error(`an account of another programme has a code that an account of programme ${programme.id} needs`);
  return Object.fromEntries(rows.map(({ purpose, id }) => [purpose, id])) as ProgrammeAccounts;
}
