import {
  Arg, badInput, Ctx, decodeId, Field, ID, inScope, Int, join, LocalDate, MoneyValue, noteRead, ObjectType, parameters, Query, readRows, registerEnumType, render, Requires, Resolver, Sex, sql, trusted, type Context, type Sql,
} from '@kinga/plugin-sdk';
import { ofMember } from '../scope.js';

export enum ContributorsBy {
  MONTH = 'MONTH',
  PLACE = 'PLACE',
  SEX = 'SEX',
  AGE = 'AGE',
  BRANCH = 'BRANCH',
}
registerEnumType(ContributorsBy, {
  name: 'ContributorsBy',
  description: 'What contributors are told apart by.',
  valuesConfig: {
    MONTH: { description: 'The month that was contributed for.' },
    PLACE: { description: 'Where they live now, by the places of one level.' },
    SEX: { description: 'Their sex as recorded.' },
    AGE: { description: 'Their age on the first day of the month, in bands of ten years.' },
    BRANCH: { description: 'What is insured; whoever contributes to several is in several groups.' },
  },
});

@ObjectType({ description: 'Contributors of one group, and what was contributed for them.' })
export class ContributorGroup {
  @Field(() => LocalDate, { nullable: true, description: 'First day of the month; null where months are not told apart.' })
  month!: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the place; null where places are not told apart, and of whoever lives in none of the level.' })
  placeCode!: string | null;

  @Field(() => Sex, { nullable: true, description: 'Their sex; null where it is not told apart.' })
  sex!: Sex | null;

  @Field(() => Int, { nullable: true, description: 'Youngest age of the band of ten years; null where ages are not told apart or not known.' })
  ageFrom!: number | null;

  @Field(() => String, { nullable: true, description: 'What is insured; null where branches are not told apart.' })
  branch!: string | null;

  @Field(() => Int, { description: 'How many persons something was contributed for.' })
  contributors!: number;

  @Field(() => MoneyValue, { description: 'Their earnings that count.' })
  earningsCounted!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What was contributed, whoever paid it; of branches what went to the branch.' })
  amount!: MoneyValue;
}

const COLUMNS: Readonly<Record<ContributorsBy, Sql>> = {
  MONTH: sql`c.month::text as month`,
  PLACE: sql`(select top.code from people.place here join people.place top on here.number between top.number and top.last_number where here.id = p.place_id and top.level = asked.level limit 1) as "placeCode"`,
  SEX: sql`p.sex`,
  AGE: sql`(floor(extract(year from age(c.month, p.birth_date)) / 10) * 10)::int as "ageFrom"`,
  BRANCH: sql`q.branch`,
};
const NAMES: Readonly<Record<ContributorsBy, string>> = { MONTH: 'month', PLACE: '"placeCode"', SEX: 'sex', AGE: '"ageFrom"', BRANCH: 'branch' };

interface Row extends Omit<ContributorGroup, 'earningsCounted' | 'amount'> {
  readonly currency: string;
  readonly counted: string;
  readonly amount: string;
}

/** Net of what was taken back: a person counts for a month where something is left. */
function groups(ctx: Context, programme: string, from: string, to: string, by: readonly ContributorsBy[], level: string | null): Sql {
  const branches = by.includes(ContributorsBy.BRANCH);
  const columns = by.map((each) => sql`, ${COLUMNS[each]}`);
  const names = trusted(by.map((each) => `, ${NAMES[each]}`).join(''));
  return sql`
    select g.currency, count(distinct g.person_id)::int as contributors, round(sum(g.counted), g.digits)::text as counted, round(sum(g.amount), g.digits)::text as amount${names}
    from (
      select c.person_id, c.month as of_month, pr.currency, k.minor_digits as digits, sum(c.earnings_counted) as counted, sum(${branches ? trusted('q.amount') : trusted('c.amount')}) as amount${join(columns, '')}
      from (select ${level}::text as level) asked, pensions.contribution c join programmes.programme pr on pr.id = c.programme_id join transactions.currency k on k.code = pr.currency join people.person p on p.id = c.person_id
      ${branches ? trusted('cross join lateral (select k.branch, sum(part.value::numeric) as amount from jsonb_each_text(c.parts) part join pensions.contribution_part k on k.programme_id = c.programme_id and k.code = part.key group by k.branch) q') : trusted('')}
      where c.programme_id = ${programme}::uuid and c.month between ${from}::date and ${to}::date and ${inScope(ctx, ofMember, { programme: sql`c.programme_id`, person: sql`c.person_id`, employer: sql`c.employer_id` })}
      group by c.person_id, of_month, pr.currency, digits${names} having sum(c.amount) <> 0) g
    group by g.currency, g.digits${names} order by ${trusted(by.map((each) => NAMES[each]).join(', ') || '1')} limit 1001`;
}

@Resolver()
export class CountContributors {
  @Query(() => [ContributorGroup], { description: 'How many persons contributed in a scheme, and how much, by month, place, sex, age and branch: of those whom you see, at most 1,000 groups. Source: posted contributions, net of what was taken back.' })
  @Requires('pensions.statistics.read')
  async contributorStatistics(
    @Arg('programmeId', () => ID, { description: 'In which scheme.' }) programmeId: string,
    @Arg('from', () => LocalDate, { description: 'A day of the first month.' }) from: string,
    @Arg('to', () => LocalDate, { nullable: true, description: 'A day of the last month; this one where left out.' }) to: string | null | undefined,
    @Arg('by', () => [ContributorsBy], { defaultValue: [], description: 'What they are told apart by; all together where left out.' }) by: ContributorsBy[],
    @Arg('placeLevel', () => String, { nullable: true, description: 'Kind of the places that they are told apart by, such as `region`.' }) placeLevel: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<readonly ContributorGroup[]> {
    const given = decodeId(programmeId);
    if (given?.prefix !== 'programme') throw badInput('`programmeId` is not the id of a programme.');
    if (by.includes(ContributorsBy.PLACE) !== Boolean(placeLevel)) throw badInput('`placeLevel` is given with PLACE, and only with it.');
    const statement = render(groups(ctx, given.uuid, `${from.slice(0, 7)}-01`, `${(to ?? ctx.today).slice(0, 7)}-01`, [...new Set(by)], placeLevel ?? null));
    const { rows } = await readRows<Row>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
    if (rows.length > 1_000) throw badInput('These are more than 1,000 groups: ask for fewer months, or tell less apart.');
    // A count of one tells of a person, whoever it is.
    await noteRead(ctx, { fields: ['ContributorGroup.contributors', 'ContributorGroup.amount'], subjects: [] });
    return rows.map(({ currency, counted, amount, contributors, month = null, placeCode = null, sex = null, ageFrom = null, branch = null }) => ({
      month, placeCode, sex, ageFrom, branch, contributors, earningsCounted: new MoneyValue(counted, currency), amount: new MoneyValue(amount, currency),
    }));
  }
}
