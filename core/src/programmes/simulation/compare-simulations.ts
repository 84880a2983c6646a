import { Decimal as DecimalJs } from 'decimal.js';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { uuidOf } from '../../kernel/schema/ids.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal } from '../../kernel/schema/scalars.js';
import { Refused } from '../../kernel/write/refusal.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { TOTAL } from './figures.js';
import { caseloads, toldReport, type ToldGroup } from './read-report.js';

@ObjectType({ description: 'What two simulations say of one group. Null where one of them does not say it, or it is hidden from you.' })
export class SimulationDifference {
  @Field(() => String, { description: 'Code of the breakdown; TOTAL for all.' })
  breakdown!: string;

  @Field(() => String, { nullable: true, description: 'Which group; null where it is not known, and of all.' })
  key!: string | null;

  @Field(() => String, { nullable: true, description: 'The group for people.' })
  label!: string | null;

  @Field(() => Int, { nullable: true, description: 'How many are eligible in the one.' })
  caseload!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many are eligible in the other.' })
  otherCaseload!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many more in the one than in the other.' })
  caseloadDifference!: number | null;

  @Field(() => Decimal, { nullable: true, description: 'What the one costs.' })
  cost!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the other costs.' })
  otherCost!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How much more the one costs than the other.' })
  costDifference!: string | null;
}

function difference(group: ToldGroup | undefined, other: ToldGroup | undefined): Omit<SimulationDifference, 'breakdown' | 'key' | 'label'> {
  const [caseload, otherCaseload] = [group, other].map((each) => (each ? caseloads(each).after : null)) as [number | null, number | null];
  const [cost, otherCost] = [group?.cost_after ?? null, other?.cost_after ?? null];
  return {
    caseload, otherCaseload, cost, otherCost,
    caseloadDifference: caseload === null || otherCaseload === null ? null : caseload - otherCaseload,
    costDifference: cost === null || otherCost === null ? null : new DecimalJs(cost).minus(otherCost).toFixed(),
  };
}

const nameOf = ({ breakdown, key }: ToldGroup): string => JSON.stringify([breakdown, key]);

@Resolver()
export class CompareSimulations {
  @Query(() => [SimulationDifference], { description: 'Two simulations of versions side by side, group by group: of all, and of the breakdowns that both have.' })
  @Requires('programmes.simulations.read')
  async simulationDifferences(@Arg('id', () => ID, { description: 'The one.' }) id: string, @Arg('otherId', () => ID, { description: 'The other.' }) otherId: string, @Ctx() ctx: Context): Promise<readonly SimulationDifference[]> {
    const ids = [id, otherId].map((each) => uuidOf('simulation', each));
    const [one, other] = await inTransaction(ctx, async (tx) => [await toldReport(tx, ids[0] ?? '', 'id'), await toldReport(tx, ids[1] ?? '', 'otherId')] as const).catch((error: unknown) => {
      if (error instanceof Refused) throw badInput(error.refusals.map(({ message }) => message).join(' '));
      throw error;
    });
    const common = new Set(one.groups.map(({ breakdown }) => breakdown)).intersection(new Set(other.groups.map(({ breakdown }) => breakdown)));
    const others = new Map(other.groups.map((group) => [nameOf(group), group]));
    const groups = [...one.groups, ...other.groups.filter((group) => !one.groups.some((mine) => nameOf(mine) === nameOf(group)))].filter(({ breakdown }) => breakdown === TOTAL || common.has(breakdown));
    const mine = new Map(one.groups.map((group) => [nameOf(group), group]));
    return groups.map((group) => ({ breakdown: group.breakdown, key: group.key, label: group.label, ...difference(mine.get(nameOf(group)), others.get(nameOf(group))) }));
  }
}
