import { refuse, type TxContext } from '@kinga/plugin-sdk';
import { priceListUnknown, priceNegative, priceTooFine, registerPeriod, registerTwice, serviceUnknown } from './refusals.js';
import { checkTwice, type Written } from './registered.js';
import type { PricesSetInput } from './set-prices.js';

/** Sets prices of a list from a day on, set-wise: what it said of the same services is ended on that day, what it would have said later goes. */
export async function writePrices(ctx: TxContext, { listCode, from, to, prices }: Pick<PricesSetInput, 'listCode' | 'from' | 'to' | 'prices'>, pathOf: (at: number) => string): Promise<Written> {
  if (to && to <= from) refuse(registerPeriod('to'));
  checkTwice(prices.map(({ serviceCode }) => serviceCode), (at, code) => registerTwice(`${pathOf(at)}serviceCode`, { code }));
  const { rows: [list] } = await ctx.tx.query<{ id: string }>('select id from health_insurance.price_list where code = $1 for no key update', [listCode]);
  if (!list) return refuse(priceListUnknown('listCode', { code: listCode }));
  const given = JSON.stringify(prices);
  const { rows: problems } = await ctx.tx.query<{ at: number; what: string; code: string; amount: string; currency: string }>(
    `select * from (select (g.n - 1)::int as at, g.code, g.price::text as amount, s.currency, case when s.id is null then 'UNKNOWN' when g.price < 0 then 'NEGATIVE' when scale(trim_scale(g.price)) > c.minor_digits then 'FINE' end as what
     from rows from (jsonb_to_recordset($1) as ("serviceCode" text, "unitPrice" numeric)) with ordinality as g (code, price, n)
     left join health_insurance.service s on s.code = g.code left join transactions.currency c on c.code = s.currency) t where what is not null order by at`, [given]);
  if (problems.length > 0) {
    refuse(...problems.map(({ at, what, code, amount, currency }) => (what === 'UNKNOWN' ? serviceUnknown(`${pathOf(at)}serviceCode`, { code })
      : what === 'NEGATIVE' ? priceNegative(`${pathOf(at)}unitPrice`) : priceTooFine(`${pathOf(at)}unitPrice`, { amount, currency }))));
  }
  const of = `health_insurance.price p using jsonb_to_recordset($3) as g ("serviceCode" text) join health_insurance.service s on s.code = g."serviceCode" where p.price_list_id = $1 and p.service_id = s.id`;
  await ctx.tx.query(`delete from ${of} and p.valid_from >= $2::date`, [list.id, from, given]);
  const { rowCount: ended } = await ctx.tx.query(
    `update health_insurance.price p set valid_to = $2::date from jsonb_to_recordset($3) as g ("serviceCode" text) join health_insurance.service s on s.code = g."serviceCode"
     where p.price_list_id = $1 and p.service_id = s.id and p.valid_from < $2::date and (p.valid_to is null or p.valid_to > $2::date)`, [list.id, from, given]);
  await ctx.tx.query(
    `insert into health_insurance.price (price_list_id, service_id, unit_price, valid_from, valid_to)
     select $1, s.id, round(g."unitPrice", c.minor_digits), $2::date, $4::date
     from jsonb_to_recordset($3) as g ("serviceCode" text, "unitPrice" numeric) join health_insurance.service s on s.code = g."serviceCode" join transactions.currency c on c.code = s.currency order by s.code`,
    [list.id, from, given, to ?? null]);
  return { added: prices.length - (ended ?? 0), changed: ended ?? 0, unchanged: 0 };
}
