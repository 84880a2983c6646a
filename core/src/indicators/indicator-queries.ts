import { Arg, Ctx, Field, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { Requires } from '../kernel/schema/permission.js';
import { Decimal, LocalDate } from '../kernel/schema/scalars.js';
import { answerQuery } from '../kernel/write/answer-query.js';
import { readInput } from '../kernel/write/read-input.js';
import { IndicatorInput, readAsked } from './asked.js';
import { IndicatorBreakdown } from './breakdown.js';
import { indicators } from './indicator.js';
import { readIndicator } from './read-indicator.js';

export enum IndicatorUnitName {
  COUNT = 'COUNT',
  AMOUNT = 'AMOUNT',
  DAYS = 'DAYS',
  RATIO = 'RATIO',
}
registerEnumType(IndicatorUnitName, {
  name: 'IndicatorUnit',
  description: 'What the value of an indicator is.',
  valuesConfig: {
    COUNT: { description: 'How many.' },
    AMOUNT: { description: 'An amount of money, in the currency beside it.' },
    DAYS: { description: 'Days: the median.' },
    RATIO: { description: 'A part of 1.' },
  },
});

@ObjectType({ description: 'Something that is measured.' })
export class IndicatorInfo {
  @Field(() => String, { description: 'What it is asked by.' })
  code!: string;

  @Field(() => String, { description: 'What it says.' })
  description!: string;

  @Field(() => IndicatorUnitName, { description: 'What its value is.' })
  unit!: IndicatorUnitName;

  @Field(() => String, { description: 'Where its definition comes from.' })
  source!: string;
}

@ObjectType({ description: 'A value of an indicator.' })
export class IndicatorRow {
  @Field(() => [String], { nullable: 'items', description: 'What it is told by, in the order of the breakdowns; null where it is not known.' })
  keys!: readonly (string | null)[];

  @Field(() => String, { nullable: true, description: 'In which currency, of amounts.' })
  currency!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'The value; null where it is hidden since it would tell of few persons, or where there is nothing to tell it by. In steps of what few persons could make of it where the caller may not see persons.' })
  value!: string | null;

  @Field(() => Int, { nullable: true, description: 'Of how many rows it is, in steps likewise; null where it is hidden.' })
  count!: number | null;
}

@ObjectType({ description: 'What an indicator says.' })
export class IndicatorReport {
  @Field(() => IndicatorInfo, { description: 'Which indicator.' })
  indicator!: IndicatorInfo;

  @Field(() => LocalDate, { description: 'First day.' })
  from!: string;

  @Field(() => LocalDate, { description: 'Last day.' })
  to!: string;

  @Field(() => [IndicatorBreakdown], { description: 'By what it is told apart.' })
  by!: readonly IndicatorBreakdown[];

  @Field(() => [IndicatorRow], { description: 'Its values, of what the caller sees.' })
  rows!: readonly IndicatorRow[];
}

/** What is said of an indicator, in the caller's language. */
export function infoOf({ platform, locale }: Context, code: string): IndicatorInfo {
  const { description = '', unit = 'COUNT', source = '' } = platform.extensions(indicators).get(code) ?? {};
  return { code, unit: IndicatorUnitName[unit], source, description: platform.texts.of(locale, `indicator.${code}`) ?? description };
}

@Resolver()
export class IndicatorQueries {
  @Query(() => [IndicatorInfo], { description: 'What is measured, of what the caller may be told.' })
  @Requires('indicators.indicators.read')
  indicators(@Ctx() ctx: Context): readonly IndicatorInfo[] {
    return [...ctx.platform.extensions(indicators)].filter(([, { permission }]) => ctx.actor.permissions.has(permission)).map(([code]) => infoOf(ctx, code)).toSorted((one, other) => (one.code < other.code ? -1 : 1));
  }

  @Query(() => IndicatorReport, { description: 'What an indicator says, of what the caller sees, by place, sex, age, time and programme. To whoever may not see persons, values of few are hidden and all others are told roughly, so that what two answers differ by tells of few neither.' })
  @Requires('indicators.indicators.read')
  async indicator(@Arg('input', () => IndicatorInput, { description: 'Which, for which time, by what.' }) input: IndicatorInput, @Ctx() ctx: Context): Promise<IndicatorReport> {
    const { indicator, asked } = await answerQuery(ctx, async (tx) => readAsked(tx, readInput(input)));
    return { indicator: infoOf(ctx, input.code), from: asked.from, to: asked.to, by: asked.by, rows: await readIndicator(ctx, indicator, asked) };
  }
}
