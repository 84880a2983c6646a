import { Arg, badInput, Ctx, FieldResolver, LocalDate, MoneyValue, noteRead, parameters, readRows, render, Requires, Resolver, Root, type Context } from '@kinga/plugin-sdk';
import { PensionMember } from '../employment/member.js';
import { statementSql } from './statement-sql.js';
import { MemberStatement } from './statement-types.js';

interface Row {
  readonly id: string;
  readonly person: string;
  readonly currency: string;
  readonly counted: number;
  readonly amount: string;
  readonly interest: string | null;
  readonly months: readonly object[];
  readonly years: readonly object[];
  readonly employers: readonly object[];
  readonly branches: readonly object[];
  readonly gaps: readonly object[];
}

const AMOUNTS: ReadonlySet<string> = new Set(['earningsDeclared', 'earningsCounted', 'workerAmount', 'employerAmount', 'stateAmount', 'amount', 'interest']);

/** Statements of members, with one statement of SQL however many they are. */
async function statements(ctx: Context, ids: readonly string[], from: string, to: string): Promise<readonly (MemberStatement | Error)[]> {
  const statement = render(statementSql(ctx, ids, from, to));
  const { rows } = await readRows<Row>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  await noteRead(ctx, { fields: ['PensionMember.statement'], subjects: rows.map(({ person }) => person) });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = found.get(id);
    if (!row) return new Error(`there is no member ${id}`);
    const money = (amount: string): MoneyValue => new MoneyValue(amount, row.currency);
    const read = <T>(part: readonly object[]): readonly T[] => part.map((each) => Object.fromEntries(Object.entries(each).map(([name, value]) => [name, AMOUNTS.has(name) && value !== null ? money(String(value)) : value])) as T);
    return {
      from, to, months: read(row.months), years: read(row.years), employers: read(row.employers), branches: read(row.branches), gaps: read(row.gaps),
      monthsCounted: row.counted, amount: money(row.amount), interest: row.interest === null ? null : money(row.interest),
    };
  });
}

@Resolver(() => PensionMember)
export class StatementOfMember {
  @FieldResolver(() => MemberStatement, { description: 'What was contributed for the member, month by month and by employer, with gaps, with what is not paid, and with interest where the scheme has it. One statement of SQL for a whole list of members.' })
  @Requires('pensions.contributions.read')
  statement(
    @Root() member: { readonly id: string },
    @Arg('from', () => LocalDate, { nullable: true, description: 'A day of the first month; from the beginning where left out.' }) from: string | null | undefined,
    @Arg('to', () => LocalDate, { nullable: true, description: 'A day of the last month; this one where left out.' }) to: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<MemberStatement> {
    const [first, last] = [`${(from ?? '1900-01-01').slice(0, 7)}-01`, lastOf(to ?? ctx.today)];
    if (last < first) throw badInput('`to` is before `from`.');
    return ctx.reads.loader<string, MemberStatement>(`pensions.member-statement:${first}:${last}`, (ids) => statements(ctx, ids, first, last)).load(member.id);
  }
}

/** The last day of the month of a day. */
function lastOf(day: string): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10);
}
