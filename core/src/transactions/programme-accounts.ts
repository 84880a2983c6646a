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

/** Of which a funder has an account of its own. */
const OF_FUNDERS = ['FUNDS'];

/** A programme's accounts for payments; opens those that are missing. With a funder, funds are those of that funder. */
export function programmeAccounts(ctx: TxContext, programme: AccountsOf): Promise<ProgrammeAccounts> {
  return accountsFor(ctx, programme, PURPOSES);
}

interface AccountsOf {
  readonly id: string;
  readonly currency: string;
  readonly funderId?: string | null;
}

/** UUIDs of a programme's accounts for some purposes, given with their names; opens those that are missing. */
export async function accountsFor<P extends string>(ctx: TxContext, programme: AccountsOf, purposes: Readonly<Record<P, string>>): Promise<Readonly<Record<P, string>>> {
  const names = Object.entries<string>(purposes);
  const given = [programme.id, programme.currency, names.map(([purpose]) => purpose), programme.funderId ?? null, OF_FUNDERS];
  const wanted = `select w.purpose, w.name, case when w.purpose = any($5) then $4::uuid end as funder_id from unnest($3::text[], $6::text[]) as w(purpose, name)`;
  await ctx.tx.query(
    `insert into transactions.account (id, code, name, purpose, programme_id, currency, funder_id)
     select kernel.uuid7(), concat_ws(':', p.code, wanted.purpose, o.code, $2::text), p.name || ': ' || wanted.name, wanted.purpose, p.id, $2, wanted.funder_id
     from programmes.programme p cross join (${wanted}) wanted left join people.organisation o on o.id = wanted.funder_id
     where p.id = $1 and not exists (select from transactions.account a where a.programme_id = p.id and a.purpose = wanted.purpose and a.currency = $2
       and a.funder_id is not distinct from wanted.funder_id and a.organisation_id is null)
     on conflict do nothing`,
    [...given, names.map(([, name]) => name)],
  );
  const { rows } = await ctx.tx.query<{ purpose: string; id: string }>(
    `select purpose, id from transactions.account where programme_id = $1 and currency = $2 and purpose = any($3) and organisation_id is null
       and funder_id is not distinct from case when purpose = any($5) then $4::uuid end`, given,
  );
  if (rows.length < names.length) throw new Error(`an account of another programme has a code that an account of programme ${programme.id} needs`);
  return Object.fromEntries(rows.map(({ purpose, id }) => [purpose, id])) as Record<P, string>;
}
