import type { Context } from '../../../kernel/context.js';
import { readRows } from '../../../kernel/read/read-rows.js';
import { MoneyValue } from '../../../kernel/schema/money.js';
import { openNumbers } from '../../../people/persons/accounts/account-number.js';
import { masked } from '../../../people/persons/masked.js';
import type { RemittanceDeduction, RemittanceLine, RemittanceNote } from './remittance-note.js';

interface Row {
  readonly run: string;
  readonly programme: string;
  readonly payeeName: string;
  readonly receiverName: string | null;
  readonly currency: string;
  readonly net: string;
  readonly lines: readonly (Omit<RemittanceLine, 'gross' | 'keptBack' | 'net' | 'deductions' | 'account'> & {
    readonly gross: string;
    readonly keptBack: string;
    readonly net: string;
    readonly deductions: readonly (Omit<RemittanceDeduction, 'amount'> & { readonly amount: string })[];
    readonly accountId: string | null;
    readonly sealed: string | null;
  })[];
}

/** One statement; what the caller may not see of it is not there. */
const NOTE = `
  select r.code as run, g.name as programme, min(i.payee_name) as "payeeName", min(i.receiver_name) as "receiverName", i.currency,
    round(coalesce(sum(i.amount) filter (where i.state not in ('RETURNED', 'CANCELLED')), 0), c.minor_digits)::text as net,
    jsonb_agg(jsonb_build_object('reference', i.reference, 'payment', i.payment, 'state', i.state, 'periodFrom', e.period_from, 'periodTo', e.period_to,
      'gross', round(i.amount + i.deducted + i.withheld, c.minor_digits)::text, 'keptBack', round(i.deducted, c.minor_digits)::text, 'net', round(i.amount, c.minor_digits)::text,
      'deductions', coalesce(w.each, '[]'), 'institution', a.institution, 'accountId', a.id, 'sealed', a.sealed::text) order by e.period_from, i.reference) as lines
  from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id join programmes.programme g on g.id = r.programme_id
  join programmes.entitlement e on e.id = i.entitlement_id join transactions.currency c on c.code = i.currency
  left join people.payment_account a on a.id = i.account_id
  left join lateral (
    select jsonb_agg(jsonb_build_object('kind', o.kind, 'organisationName', org.name, 'reference', o.reference, 'amount', round(d.amount, c.minor_digits)::text) order by o.priority, d.id) as each
    from transactions.deduction d join transactions.withholding_order o on o.id = d.order_id left join people.organisation org on org.id = o.organisation_id where d.instruction_id = i.id) w on true
  where i.run_id = $1 and i.payee_id = $2 group by r.code, g.name, i.currency, c.minor_digits`;

/** What somebody is paid by a run; null where there is nothing that the caller sees. */
export async function readNote(ctx: Context, { run, payee }: { readonly run: string; readonly payee: string }): Promise<Omit<RemittanceNote, 'text'> | null> {
  const { rows: [row] } = await readRows<Row & Record<string, unknown>>(ctx, NOTE, [run, payee]);
  if (!row) return null;
  const money = (amount: string): MoneyValue => new MoneyValue(amount, row.currency);
  const numbers = await openNumbers(ctx, row.lines.map(({ accountId, sealed }) => ({ id: accountId ?? '', sealed })));
  return {
    number: `${row.run}-${payee.slice(-12)}`,
    run: row.run,
    programme: row.programme,
    payeeName: row.payeeName,
    receiverName: row.receiverName,
    net: money(row.net),
    lines: row.lines.map(({ accountId: _account, sealed: _sealed, gross, keptBack, net, deductions, ...line }, at) => {
      const number = numbers[at] ?? null;
      return {
        ...line, gross: money(gross), keptBack: money(keptBack), net: money(net), account: number === null ? null : masked(number),
        deductions: deductions.map(({ amount, ...deduction }) => ({ ...deduction, amount: money(amount) })),
      };
    }),
  };
}
