import {
  Arg, badInput, Ctx, decodeId, Field, ID, inScope, Int, LocalDate, MoneyValue, ObjectType, parameters, Query, readRows, render, Requires, Resolver, sql, type Context,
} from '@kinga/plugin-sdk';
import { byEmployer } from '../scope.js';

@ObjectType({ description: 'What employers declared and paid for a month.' })
export class CollectionMonth {
  @Field(() => LocalDate, { description: 'First day of the month.' })
  month!: string;

  @Field(() => Int, { description: 'Employers for whom persons work in the month.' })
  employersDue!: number;

  @Field(() => Int, { description: 'Employers who declared it.' })
  employersDeclared!: number;

  @Field(() => Int, { description: 'Those of them who declared it in time.' })
  declaredInTime!: number;

  @Field(() => Int, { description: 'Those of them who owe nothing for it.' })
  employersPaid!: number;

  @Field(() => MoneyValue, { description: 'What was demanded for it, interest and penalties included.' })
  demanded!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What of it is paid.' })
  paid!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What of it is still to be paid.' })
  outstanding!: MoneyValue;
}

interface Row extends Omit<CollectionMonth, 'demanded' | 'paid' | 'outstanding'> {
  readonly currency: string;
  readonly demanded: string;
  readonly paid: string;
  readonly outstanding: string;
}

const MOST_MONTHS = 120;

@Resolver()
export class SumCollections {
  @Query(() => [CollectionMonth], { description: 'What employers declared and paid in a scheme, month by month: of those whom you see. Sources: registered employment, declarations, and demands with what settled them.' })
  @Requires('pensions.statistics.read')
  async contributionCollectionStatistics(
    @Arg('programmeId', () => ID, { description: 'In which scheme.' }) programmeId: string,
    @Arg('from', () => LocalDate, { description: 'A day of the first month.' }) from: string,
    @Arg('to', () => LocalDate, { nullable: true, description: 'A day of the last month; this one where left out.' }) to: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<readonly CollectionMonth[]> {
    const given = decodeId(programmeId);
    if (given?.prefix !== 'programme') throw badInput('`programmeId` is not the id of a programme.');
    const [first, last] = [`${from.slice(0, 7)}-01`, `${(to ?? ctx.today).slice(0, 7)}-01`];
    const months = (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(last.slice(5, 7)) - Number(first.slice(5, 7)) + 1;
    if (months < 1 || months > MOST_MONTHS) throw badInput(`From \`from\` to \`to\` it is 1 to ${MOST_MONTHS} months.`);
    const seen = inScope(ctx, byEmployer, { employer: sql`e.id` });
    const statement = render(sql`
      select n.month::text as month, p.currency, due.count as "employersDue", said.count as "employersDeclared", said.in_time as "declaredInTime", said.paid as "employersPaid",
        round(owed.demanded, c.minor_digits)::text as demanded, round(owed.paid, c.minor_digits)::text as paid, round(owed.outstanding, c.minor_digits)::text as outstanding
      from programmes.programme p join transactions.currency c on c.code = p.currency
      cross join lateral (select g::date as month from generate_series(${first}::date, ${last}::date, interval '1 month') g) n
      cross join lateral (select count(distinct e.id)::int as count from pensions.employer e join pensions.employment m on m.employer_id = e.id
        where daterange(m.valid_from, m.valid_to) && daterange(n.month, (n.month + interval '1 month')::date) and ${seen}) due
      cross join lateral (select count(*)::int as count, (count(*) filter (where d.submitted_on <= d.due_on))::int as in_time,
          (count(*) filter (where d.accepted_on is not null and not exists (select from pensions.declaration h join transactions.demand o on o.id = h.demand_id
            where h.programme_id = d.programme_id and h.month = d.month and h.employer_id = d.employer_id and o.state in ('ISSUED', 'PART_PAID'))))::int as paid
        from pensions.declaration d join pensions.employer e on e.id = d.employer_id
        where d.programme_id = p.id and d.month = n.month and d.corrects_id is null and d.submitted_on is not null and d.state not in ('WITHDRAWN', 'REVERSED') and ${seen}) said
      cross join lateral (select coalesce(sum(o.amount + o.charged), 0) as demanded, coalesce(sum(o.allocated), 0) as paid, coalesce(sum(o.amount + o.charged - o.allocated - o.written_off), 0) as outstanding
        from transactions.demand o where o.state <> 'CANCELLED' and o.id in (
          select d.demand_id from pensions.declaration d join pensions.employer e on e.id = d.employer_id where d.programme_id = p.id and d.month = n.month and ${seen})) owed
      where p.id = ${given.uuid}::uuid order by n.month`);
    const { rows } = await readRows<Row>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
    return rows.map(({ currency, demanded, paid, outstanding, ...row }) => ({
      ...row, demanded: new MoneyValue(demanded, currency), paid: new MoneyValue(paid, currency), outstanding: new MoneyValue(outstanding, currency),
    }));
  }
}
