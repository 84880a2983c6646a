import {
  Arg, badInput, Ctx, decodeId, Field, FieldResolver, GraphQLBoolean, ID, Int, LocalDate, MoneyValue, ObjectType, parameters, readRows, render, Requires, Resolver, Root, sql, type Context,
} from '@kinga/plugin-sdk';
import { DeclarationState } from '../declarations/declaration-state.js';
import { Employer } from '../employers/employer.js';

@ObjectType({ description: 'What an employer did for a month.' })
export class EmployerMonth {
  @Field(() => LocalDate, { description: 'First day of the month.' })
  month!: string;

  @Field(() => LocalDate, { description: 'Day by which it was to be declared and paid.' })
  dueOn!: string;

  @Field(() => Int, { description: 'How many persons work for it in the month, as it is registered.' })
  employed!: number;

  @Field(() => Int, { description: 'How many persons it declared that count.' })
  declared!: number;

  @Field(() => DeclarationState, { nullable: true, description: 'How far its first declaration is; null where it declared nothing.' })
  state!: DeclarationState | null;

  @Field(() => GraphQLBoolean, { description: 'Whether it declared after the day, or has not declared though the day is past.' })
  declaredLate!: boolean;

  @Field(() => MoneyValue, { description: 'What was demanded for the month, interest and penalties included.' })
  demanded!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What of it is paid.' })
  paid!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What of it is still to be paid.' })
  outstanding!: MoneyValue;

  @Field(() => GraphQLBoolean, { description: 'Whether something is outstanding that is due.' })
  paidLate!: boolean;
}

interface Row extends Omit<EmployerMonth, 'demanded' | 'paid' | 'outstanding'> {
  readonly id: string;
  readonly currency: string;
  readonly demanded: string;
  readonly paid: string;
  readonly outstanding: string;
}

async function complianceOf(ctx: Context, ids: readonly string[], programmeId: string, from: string, to: string): Promise<readonly (readonly EmployerMonth[])[]> {
  const statement = render(sql`
    select e.id, n.month::text as month, p.currency, (((n.month + interval '1 month')::date) + k.due_day - 1)::text as "dueOn", worked.count as employed, coalesce(said.count, 0) as declared, said.state,
      coalesce(said.late, (n.month + interval '1 month')::date + k.due_day - 1 < ${ctx.today}::date) as "declaredLate",
      round(coalesce(owed.demanded, 0), c.minor_digits)::text as demanded, round(coalesce(owed.paid, 0), c.minor_digits)::text as paid, round(coalesce(owed.outstanding, 0), c.minor_digits)::text as outstanding,
      coalesce(owed.late, false) as "paidLate"
    from pensions.employer e join programmes.programme p on p.id = ${programmeId}::uuid join transactions.currency c on c.code = p.currency join pensions.collection k on k.programme_id = p.id
    cross join lateral (select g::date as month from generate_series(greatest(${from}::date, date_trunc('month', e.valid_from::timestamp)::date), least(${to}::date, e.valid_to - 1, date_trunc('month', ${ctx.today}::timestamp)::date), interval '1 month') g) n
    cross join lateral (select count(distinct m.person_id)::int as count from pensions.employment m where m.employer_id = e.id and daterange(m.valid_from, m.valid_to) && daterange(n.month, (n.month + interval '1 month')::date)) worked
    left join lateral (
      select sum((select count(*)::int from pensions.declaration_line l where l.declaration_id = d.id and l.state in ('VALID', 'ACCEPTED') and l.previous_id is null))::int as count,
        max(d.state) filter (where d.corrects_id is null) as state, bool_or(d.submitted_on > d.due_on) filter (where d.corrects_id is null) as late
      from pensions.declaration d where d.employer_id = e.id and d.month = n.month and d.programme_id = p.id and d.state not in ('WITHDRAWN', 'REVERSED') and d.submitted_on is not null) said on true
    left join lateral (
      select sum(d.amount + d.charged) as demanded, sum(d.allocated) as paid, sum(d.amount + d.charged - d.allocated - d.written_off) as outstanding, bool_or(d.state in ('ISSUED', 'PART_PAID') and d.due_on < ${ctx.today}::date) as late
      from transactions.demand d where d.state <> 'CANCELLED' and d.id in (select h.demand_id from pensions.declaration h where h.employer_id = e.id and h.month = n.month and h.programme_id = p.id)) owed on true
    where e.id = any(${ids}::uuid[]) and (worked.count > 0 or said.state is not null) order by e.id, n.month`);
  const { rows } = await readRows<Row>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  const found = Map.groupBy(rows, ({ id }) => id);
  return ids.map((id) => (found.get(id) ?? []).map(({ currency, ...row }) => ({
    ...row, demanded: new MoneyValue(row.demanded, currency), paid: new MoneyValue(row.paid, currency), outstanding: new MoneyValue(row.outstanding, currency),
  })));
}

const MOST_MONTHS = 120;

@Resolver(() => Employer)
export class ComplianceOfEmployer {
  @FieldResolver(() => [EmployerMonth], { description: 'What the employer declared and paid in a scheme, month by month, for months in which persons work for it or which it declared. One statement of SQL for a whole list of employers.' })
  @Requires('pensions.declarations.read')
  compliance(
    @Root() employer: { readonly id: string },
    @Arg('programmeId', () => ID, { description: 'In which scheme.' }) programmeId: string,
    @Arg('from', () => LocalDate, { description: 'A day of the first month.' }) from: string,
    @Arg('to', () => LocalDate, { nullable: true, description: 'A day of the last month; this one where left out.' }) to: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<readonly EmployerMonth[]> {
    const [first, last] = [`${from.slice(0, 7)}-01`, `${(to ?? ctx.today).slice(0, 7)}-01`];
    const given = decodeId(programmeId);
    const programme = given?.prefix === 'programme' ? given.uuid : undefined;
    if (!programme) throw badInput('`programmeId` is not the id of a programme.');
    const months = (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(last.slice(5, 7)) - Number(first.slice(5, 7)) + 1;
    if (months < 1 || months > MOST_MONTHS) throw badInput(`From \`from\` to \`to\` it is 1 to ${MOST_MONTHS} months.`);
    return ctx.reads.loader<string, readonly EmployerMonth[]>(`pensions.compliance:${programme}:${first}:${last}`, (ids) => complianceOf(ctx, ids, programme, first, last)).load(employer.id);
  }
}
