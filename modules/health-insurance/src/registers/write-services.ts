import { ask, refuse, sql, type Refusal, type TxContext } from '@kinga/plugin-sdk';
import { packageInPackage, partsOfPackage, priceNegative, priceTooFine, quantityPositive, registerPeriod, registerTwice, serviceUnknown } from './refusals.js';
import { checkTwice, type Written } from './registered.js';
import type { HealthServiceInput } from './service-input.js';

const SHAPE = `(code text, name text, kind text, category text, care text, "unitPrice" numeric, currency text, "patientSex" text, "patientAge" text, "frequencyDays" integer, "mostQuantity" numeric,
  package text, parts jsonb, "validFrom" date, "validTo" date)`;

/** Everything that speaks against services, found by one statement however many they are. */
async function problemsOf(ctx: TxContext, rows: string, pathOf: (at: number) => string): Promise<readonly Refusal[]> {
  const { rows: found } = await ctx.tx.query<{ at: number; what: string; code: string | null; amount: string; currency: string }>(
    `with given as (select (n - 1)::int as at, g.* from rows from (jsonb_to_recordset($1) as ${SHAPE}) with ordinality as g (code, name, kind, category, care, unit_price, currency, patient_sex, patient_age, frequency_days, most_quantity, package, parts, valid_from, valid_to, n)),
     part as (select g.at, p.code, p.quantity from given g cross join lateral jsonb_to_recordset(coalesce(g.parts, '[]')) as p (code text, quantity numeric))
     select * from (
       select g.at, case when g.unit_price < 0 then 'NEGATIVE' when c.code is null or scale(trim_scale(g.unit_price)) > c.minor_digits then 'FINE' when g.most_quantity <= 0 then 'QUANTITY' when g.valid_to <= g.valid_from then 'PERIOD'
         when (g.package = 'SIMPLE') <> (jsonb_array_length(coalesce(g.parts, '[]')) = 0) then 'PARTS' end as what, g.code, g.unit_price::text as amount, g.currency
       from given g left join transactions.currency c on c.code = g.currency
       union all
       select p.at, case when p.quantity <= 0 then 'QUANTITY' when coalesce(new.package, old.package) is null then 'UNKNOWN' when coalesce(new.package, old.package) <> 'SIMPLE' then 'NESTED' end, p.code, null, null
       from part p left join given new on new.code = p.code left join health_insurance.service old on old.code = p.code) t
     where what is not null order by at`, [rows]);
  return found.map(({ at, what, code, amount, currency }) => {
    const path = (field: string): string => `${pathOf(at)}${field}`;
    switch (what) {
      case 'NEGATIVE': return priceNegative(path('unitPrice'));
      case 'FINE': return priceTooFine(path('unitPrice'), { amount, currency });
      case 'QUANTITY': return quantityPositive(path('mostQuantity'));
      case 'PERIOD': return registerPeriod(path('validTo'));
      case 'UNKNOWN': return serviceUnknown(path('parts'), { code: code ?? '' });
      case 'NESTED': return packageInPackage(path('parts'), { code: code ?? '' });
      default: return partsOfPackage(path('parts'));
    }
  });
}

/** Registers services by their codes, set-wise: new ones are added, others replaced, the same left alone. */
export async function writeServices(ctx: TxContext, services: readonly HealthServiceInput[], pathOf: (at: number) => string): Promise<Written> {
  checkTwice(services.map(({ code }) => code), (at, code) => registerTwice(`${pathOf(at)}code`, { code }));
  const given = JSON.stringify(services);
  const problems = await problemsOf(ctx, given, pathOf);
  if (problems.length > 0) refuse(...problems);
  const { rows } = await ctx.tx.query<{ id: string; added: boolean }>(
    `insert into health_insurance.service as s (code, name, kind, category, care, unit_price, currency, patient_sex, patient_age, frequency_days, most_quantity, package, valid_from, valid_to)
     select g.code, g.name, kind, category, care, round("unitPrice", c.minor_digits), currency, "patientSex", "patientAge", "frequencyDays", "mostQuantity", package, "validFrom", "validTo"
     from jsonb_to_recordset($1) as g ${SHAPE} join transactions.currency c on c.code = g.currency order by g.code
     on conflict (code) do update set (name, kind, category, care, unit_price, currency, patient_sex, patient_age, frequency_days, most_quantity, package, valid_from, valid_to)
       = (excluded.name, excluded.kind, excluded.category, excluded.care, excluded.unit_price, excluded.currency, excluded.patient_sex, excluded.patient_age, excluded.frequency_days, excluded.most_quantity, excluded.package, excluded.valid_from, excluded.valid_to)
     where (s.name, s.kind, s.category, s.care, s.unit_price, s.currency, s.patient_sex, s.patient_age, s.frequency_days, s.most_quantity, s.package, s.valid_from, s.valid_to)
       is distinct from (excluded.name, excluded.kind, excluded.category, excluded.care, excluded.unit_price, excluded.currency, excluded.patient_sex, excluded.patient_age, excluded.frequency_days, excluded.most_quantity, excluded.package, excluded.valid_from, excluded.valid_to)
     returning s.id, s.xmax = 0 as added`, [given]);
  await writeParts(ctx, given);
  const added = rows.filter((row) => row.added).length;
  return { added, changed: rows.length - added, unchanged: services.length - rows.length };
}

async function writeParts(ctx: TxContext, given: string): Promise<void> {
  const parts = sql`(
    select w.id as whole_id, p.id as part_id, sum(part.quantity) as quantity from jsonb_to_recordset(${given}::jsonb) as g (code text, parts jsonb) join health_insurance.service w on w.code = g.code
    cross join lateral jsonb_to_recordset(coalesce(g.parts, '[]')) as part (code text, quantity numeric) join health_insurance.service p on p.code = part.code group by 1, 2)`;
  await ask(ctx, sql`
    delete from health_insurance.service_part o using health_insurance.service w, jsonb_to_recordset(${given}::jsonb) as g (code text)
    where w.code = g.code and o.whole_id = w.id and not exists (select from ${parts} p where p.whole_id = o.whole_id and p.part_id = o.part_id)`);
  await ask(ctx, sql`
    insert into health_insurance.service_part as o (whole_id, part_id, quantity) select whole_id, part_id, quantity from ${parts} p
    on conflict on constraint service_part_once do update set quantity = excluded.quantity where o.quantity <> excluded.quantity`);
}
