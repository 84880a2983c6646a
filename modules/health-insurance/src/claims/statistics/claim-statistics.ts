import {
  ArgsType, Args, Ctx, Field, Int, join, LocalDate, ObjectType, parameters, Query, readRows, registerEnumType, render, Requires, Resolver, sql, trusted, Decimal, type Context,
} from '@kinga/plugin-sdk';
import { ClaimState } from '../kinds.js';
import { seesClaim } from '../hold-claims.js';

export enum ClaimGrouping {
  STATE = 'STATE',
  REASON = 'REASON',
  FACILITY = 'FACILITY',
  MONTH = 'MONTH',
}
registerEnumType(ClaimGrouping, {
  name: 'ClaimGrouping',
  description: 'What claims are told apart by.',
  valuesConfig: {
    STATE: { description: 'How far they are.' }, REASON: { description: 'Why they are rejected.' }, FACILITY: { description: 'Which facility claims.' }, MONTH: { description: 'The month in which they were submitted.' },
  },
});

@ObjectType({ description: 'Claims of a group, counted and summed up.' })
export class ClaimStatistics {
  @Field(() => ClaimState, { nullable: true, description: 'How far they are; null where not told apart by it.' })
  state!: ClaimState | null;

  @Field(() => String, { nullable: true, description: 'Why they are rejected; null of others, and where not told apart by it.' })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the facility; null where not told apart by it.' })
  facilityCode!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the month; null where not told apart by it.' })
  month!: string | null;

  @Field(() => String, { description: 'ISO 4217 code of the amounts.' })
  currency!: string;

  @Field(() => Int, { description: 'How many.' })
  claims!: number;

  @Field(() => Decimal, { description: 'What they ask for.' })
  claimed!: string;

  @Field(() => Decimal, { description: 'What is paid of those that are settled.' })
  approved!: string;

  @Field(() => Int, { nullable: true, description: 'Days from submission to decision, in the middle; null where none is decided.' })
  daysToDecide!: number | null;
}

@ArgsType()
export class ClaimStatisticsArgs {
  @Field(() => LocalDate, { description: 'First day of submission.' })
  from!: string;

  @Field(() => LocalDate, { description: 'Last day of submission.' })
  to!: string;

  @Field(() => [ClaimGrouping], { defaultValue: [ClaimGrouping.STATE, ClaimGrouping.REASON], description: 'What claims are told apart by.' })
  by!: ClaimGrouping[];
}

const GROUPS = { STATE: ['state', 'c.state'], REASON: ['reason', 'c.reason'], FACILITY: ['facilityCode', 'o.code'], MONTH: ['month', "date_trunc('month', c.submitted_on)::date::text"] } as const;

@Resolver()
export class CountClaims {
  @Query(() => [ClaimStatistics], { description: 'Claims that were submitted within a time and that the caller sees, counted by one statement.' })
  @Requires('health-insurance.claims.read')
  async claimStatistics(@Args(() => ClaimStatisticsArgs) { from, to, by }: ClaimStatisticsArgs, @Ctx() ctx: Context): Promise<readonly ClaimStatistics[]> {
    const groups = (Object.keys(GROUPS) as ClaimGrouping[]).map((group) => sql`${trusted(by.includes(group) ? GROUPS[group][1] : 'null::text')} as ${trusted(`"${GROUPS[group][0]}"`)}`);
    const statement = render(sql`
      select ${join(groups, ', ')}, c.currency, count(*)::int as claims, sum(c.claimed)::text as claimed, coalesce(sum(c.approved), 0)::text as approved,
        (percentile_disc(0.5) within group (order by c.decided_on - c.submitted_on))::int as "daysToDecide"
      from health_insurance.claim c join health_insurance.facility f on f.id = c.facility_id join people.organisation o on o.id = f.organisation_id
      where c.submitted_on between ${from}::date and ${to}::date and ${seesClaim(ctx, 'c')}
      group by 1, 2, 3, 4, 5 order by 1 nulls first, 2 nulls first, 3, 4, 5`);
    return (await readRows<ClaimStatistics>(ctx, statement.text, parameters(statement, { ctx, variables: {} }))).rows;
  }
}
