import { ArrayMaxSize, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { readRows } from '../kernel/read/read-rows.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { refuse } from '../kernel/write/refusal.js';
import { Programme } from '../programmes/programme.js';
import { IndicatorBreakdown } from './breakdown.js';
import { indicators, type Indicator } from './indicator.js';
import type { Asked } from './read-indicator.js';
import { agesUnordered, breakdownTwice, indicatorSpan, indicatorUnknown, placeLevelUnknown } from './refusals.js';

/** What an indicator is asked by where nothing is said. */
const AGES = [18, 60];

@InputType({ description: 'Which indicator, for which time, by what.' })
export class IndicatorInput {
  @Field(() => String, { description: 'Code of the indicator, such as programmes.enrolled.' })
  @MaxLength(100)
  code!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  from!: string;

  @Field(() => LocalDate, { description: 'Last day. What stands at a moment is told as of it, or as of the last day of each period.' })
  to!: string;

  @Ref(() => Programme, { nullable: true, description: 'Of which programme; of all where left out.' })
  programmeId?: string | null;

  @Field(() => [IndicatorBreakdown], { defaultValue: [], description: 'By what it is told apart: up to three, and one of MONTH, QUARTER and YEAR.' })
  @ArrayMaxSize(3)
  by!: IndicatorBreakdown[];

  @Field(() => String, { nullable: true, description: 'By PLACE: of which level, such as district.' })
  @IsOptional()
  @MaxLength(60)
  placeLevel?: string | null;

  @Field(() => [Int], { nullable: true, description: 'By AGE: the lower ends of groups but for the first; 18 and 60 where left out.' })
  @IsOptional()
  @ArrayMaxSize(30)
  @Min(1, { each: true })
  @Max(150, { each: true })
  ages?: number[] | null;
}

const TIMES: ReadonlySet<IndicatorBreakdown> = new Set([IndicatorBreakdown.MONTH, IndicatorBreakdown.QUARTER, IndicatorBreakdown.YEAR]);

/** The indicator that is asked for, and what of it; refuses what the actor may not see, and what makes no sense. */
export async function readAsked(ctx: Context, { code, from, to, programmeId, by, placeLevel, ages }: IndicatorInput, path = ''): Promise<{ readonly indicator: Indicator; readonly asked: Asked }> {
  const indicator = ctx.platform.extensions(indicators).get(code);
  if (!indicator || !ctx.actor.permissions.has(indicator.permission)) return refuse(indicatorUnknown(`${path}code`));
  if (to < from || Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > 50) refuse(indicatorSpan(`${path}to`));
  if (new Set(by).size < by.length || by.filter((each) => TIMES.has(each)).length > 1) refuse(breakdownTwice(`${path}by`));
  if (ages?.some((each, at) => at > 0 && each <= (ages[at - 1] ?? 0))) refuse(agesUnordered(`${path}ages`));
  if (by.includes(IndicatorBreakdown.PLACE) || placeLevel) await checkLevel(ctx, placeLevel ?? '', by, `${path}placeLevel`);
  return { indicator, asked: { from, to, programmeId: programmeId ?? null, by, placeLevel: placeLevel ?? null, ages: ages ?? AGES } };
}

async function checkLevel(ctx: Context, level: string, by: readonly IndicatorBreakdown[], path: string): Promise<void> {
  const { rows } = await readRows<{ level: string }>(ctx, 'select level from people.place group by level order by min(depth), level');
  const known = rows.map((row) => row.level);
  if (!known.includes(level) || !by.includes(IndicatorBreakdown.PLACE)) refuse(placeLevelUnknown(path, { known: known.join(', ') }));
}
