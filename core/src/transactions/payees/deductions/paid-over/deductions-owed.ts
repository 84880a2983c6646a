import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../../../kernel/context.js';
import { inScope } from '../../../../kernel/read/in-scope.js';
import { readRows } from '../../../../kernel/read/read-rows.js';
import { parameters, render, sql } from '../../../../kernel/read/sql.js';
import { MoneyValue } from '../../../../kernel/schema/money.js';
import { Requires } from '../../../../kernel/schema/permission.js';
import { Organisation } from '../../../../people/organisations/organisation.js';
import { byProgramme } from '../../../../people/scope.js';
import { Programme } from '../../../../programmes/programme.js';
import { ofWholeProgrammes } from '../../../../programmes/whole-programme.js';
import { uuidIn } from '../../../balances/ids-in-arguments.js';

@ObjectType({ description: 'What is withheld for an organisation, and where it is.' })
export class DeductionsOwed {
  @Field(() => Programme, { nullable: true, description: 'Of which programme.' })
  programme!: { readonly id: string };

  @Field(() => Organisation, { nullable: true, description: 'Who funded the runs that withheld it; null for runs without a funder.' })
  funder!: { readonly id: string } | null;

  @Field(() => Organisation, { nullable: true, description: 'For whom.' })
  organisation!: { readonly id: string };

  @Field(() => MoneyValue, { description: 'What is withheld of payments that are on their way or arrived.' })
  withheld!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What of it is of payments that are on their way: not due yet.' })
  waiting!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What can be paid over now; less than nothing where more was paid over than stands.' })
  due!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What payments have that are proposed or approved.' })
  underWay!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What was paid over and did not come back.' })
  paidOver!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What is held for the organisation, by the ledger.' })
  inLedger!: MoneyValue;

  @Field(() => Boolean, { description: 'Whether withheld = waiting + due + under way + paid over, and the ledger holds what is withheld and not paid over, to the cent.' })
  balanced!: boolean;
}

interface Row {
  readonly programme: string;
  readonly funder: string | null;
  readonly organisation: string;
  readonly currency: string;
  readonly withheld: string;
  readonly waiting: string;
  readonly due: string;
  readonly underWay: string;
  readonly paidOver: string;
  readonly inLedger: string;
  readonly balanced: boolean;
}

async function owed(ctx: Context, { programme, organisation }: { readonly programme: string | null; readonly organisation: string | null }): Promise<readonly Row[]> {
  const statement = render(sql`
    with stands as (
      select r.programme_id, r.funder_id, o.organisation_id, d.currency, sum(d.amount) filter (where i.state in ('PENDING', 'SENT')) as waiting, sum(d.amount) filter (where i.state = 'PAID') as arrived
      from transactions.deduction d join transactions.withholding_order o on o.id = d.order_id join transactions.payment_instruction i on i.id = d.instruction_id join transactions.payment_run r on r.id = i.run_id group by 1, 2, 3, 4),
    paid as (
      select p.programme_id, p.funder_id, p.organisation_id, p.currency, sum(p.amount) filter (where p.state in ('PROPOSED', 'APPROVED')) as under_way, sum(p.amount) filter (where p.state = 'PAID') as over
      from transactions.deduction_payment p group by 1, 2, 3, 4),
    held as (
      select a.programme_id, t.funder_id, a.organisation_id, t.currency, sum(t.credit - t.debit) as amount from transactions.account a join transactions.account_total t on t.account_id = a.id where a.purpose = 'DEDUCTED' group by 1, 2, 3, 4),
    each as (
      select k.programme_id, k.funder_id, k.organisation_id, k.currency, coalesce(sum(k.waiting), 0) as waiting, coalesce(sum(k.arrived), 0) as arrived, coalesce(sum(k.under_way), 0) as under_way, coalesce(sum(k.over), 0) as over, coalesce(sum(k.held), 0) as held
      from (
        select programme_id, funder_id, organisation_id, currency, waiting, arrived, 0 as under_way, 0 as over, 0 as held from stands
        union all select programme_id, funder_id, organisation_id, currency, 0, 0, under_way, over, 0 from paid
        union all select programme_id, funder_id, organisation_id, currency, 0, 0, 0, 0, amount from held) k group by 1, 2, 3, 4)
    select e.programme_id as programme, e.funder_id as funder, e.organisation_id as organisation, e.currency, round(e.waiting + e.arrived, c.minor_digits)::text as withheld, round(e.waiting, c.minor_digits)::text as waiting,
      round(e.arrived - e.under_way - e.over, c.minor_digits)::text as due, round(e.under_way, c.minor_digits)::text as "underWay", round(e.over, c.minor_digits)::text as "paidOver", round(e.held, c.minor_digits)::text as "inLedger",
      e.held = e.waiting + e.arrived - e.over as balanced
    from each e join transactions.currency c on c.code = e.currency join people.organisation o on o.id = e.organisation_id join programmes.programme g on g.id = e.programme_id
    where (${programme}::uuid is null or e.programme_id = ${programme}::uuid) and (${organisation}::uuid is null or e.organisation_id = ${organisation}::uuid) and ${inScope(ctx, byProgramme('programme'), { programme: sql`e.programme_id` })}
    order by g.code, o.code, e.currency, e.funder_id nulls first`);
  ctx.platform.onStatement(statement.text);
  const { rows } = await readRows<Row & Record<string, unknown>>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  return rows;
}

@Resolver()
export class GiveDeductionsOwed {
  @Query(() => [DeductionsOwed], { description: 'What is withheld for organisations, programme by programme: what is due to them, and what was paid over, beside the ledger. Nothing for whoever is limited to places or organisations.' })
  @Requires('transactions.deductions.read')
  async deductionsOwed(
    @Arg('programmeId', () => ID, { nullable: true, description: 'Of one programme; of all where left out.' }) programmeId: string | null | undefined,
    @Arg('organisationId', () => ID, { nullable: true, description: 'For one organisation; for all where left out.' }) organisationId: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<readonly DeductionsOwed[]> {
    if (!ofWholeProgrammes(ctx)) return [];
    const rows = await owed(ctx, { programme: uuidIn('programmeId', programmeId, 'programme'), organisation: uuidIn('organisationId', organisationId, 'organisation') });
    return rows.map(({ programme, funder, organisation, currency, balanced, ...amounts }) => {
      const money = (amount: string): MoneyValue => new MoneyValue(amount, currency);
      return {
        programme: { id: programme }, funder: funder === null ? null : { id: funder }, organisation: { id: organisation }, withheld: money(amounts.withheld), waiting: money(amounts.waiting), due: money(amounts.due),
        underWay: money(amounts.underWay), paidOver: money(amounts.paidOver), inLedger: money(amounts.inLedger), balanced,
      };
    });
  }
}
