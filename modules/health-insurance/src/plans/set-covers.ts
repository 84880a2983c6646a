import { Arg, ArrayMaxSize, ArrayNotEmpty, Ctx, Decimal, Field, IdempotentInput, InputType, Int, IsOptional, Max, Min, Mutation, Ref, refuse, Requires, Resolver, ValidateNested, write, type Context } from '@kinga/plugin-sdk';
import { FacilityLevel } from '../facilities/facility.js';
import { InsurancePlanVersionPayload } from './draft-version.js';
import { InsurancePlanVersion } from './insurance-plan-version.js';
import { lockDraft } from './lock-version.js';
import { CeilingExclusion, CoverLimitKind, PriceOrigin, VisitKind } from './plan-cover.js';
import { coverLimit, coverServiceUnknown, coverTwice } from './refusals.js';
import { touchDraft, writeCovers } from './write-covers.js';

@InputType({ description: 'What is paid of a service for a kind of visit, at facilities of a level.' })
export class PlanCoverLimitInput {
  @Field(() => VisitKind, { defaultValue: VisitKind.OTHER, description: 'For which kind of visit.' })
  visit!: VisitKind;

  @Field(() => FacilityLevel, { nullable: true, description: 'At facilities of which level; of any where left out.' })
  @IsOptional()
  level?: FacilityLevel | null;

  @Field(() => CoverLimitKind, { description: 'A share, or an amount.' })
  kind!: CoverLimitKind;

  @Field(() => Decimal, { description: 'Of an adult.' })
  adult!: string;

  @Field(() => Decimal, { nullable: true, description: 'Of a child; as of an adult where left out.' })
  child?: string | null;
}

@InputType({ description: 'A service or an item that is covered.' })
export class PlanCoverInput {
  @Field(() => String, { description: 'Code of the service or item.' })
  serviceCode!: string;

  @Field(() => PriceOrigin, { defaultValue: PriceOrigin.LIST, description: 'By which price.' })
  priceOrigin!: PriceOrigin;

  @Field(() => Int, { defaultValue: 0, description: 'Months that an adult waits for it.' })
  @Min(0)
  @Max(600)
  waitingMonthsAdult!: number;

  @Field(() => Int, { defaultValue: 0, description: 'Months that a child waits for it.' })
  @Min(0)
  @Max(600)
  waitingMonthsChild!: number;

  @Field(() => Decimal, { nullable: true, description: 'How much of it an adult is paid in a cover period.' })
  mostQuantityAdult?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How much of it a child is paid in a cover period.' })
  mostQuantityChild?: string | null;

  @Field(() => CeilingExclusion, { defaultValue: CeilingExclusion.NONE, description: 'Where ceilings do not count it for adults.' })
  ceilingExclusionAdult!: CeilingExclusion;

  @Field(() => CeilingExclusion, { defaultValue: CeilingExclusion.NONE, description: 'Where ceilings do not count it for children.' })
  ceilingExclusionChild!: CeilingExclusion;

  @Field(() => [PlanCoverLimitInput], { defaultValue: [], description: 'What is paid of it; all of it where there is none.' })
  @ArrayMaxSize(12)
  @ValidateNested({ each: true })
  limits!: PlanCoverLimitInput[];
}

@InputType({ description: 'The benefit package of a draft, or a part of it.' })
export class InsurancePlanCoversSetInput extends IdempotentInput {
  @Ref(() => InsurancePlanVersion, { description: 'Which draft.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the draft that you read.' })
  version!: number;

  @Field(() => [PlanCoverInput], { description: 'What is covered; in the place of what the draft says of the same services. At most 1,000.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  covers!: PlanCoverInput[];
}

@Resolver()
export class SetPlanCovers {
  @Mutation(() => InsurancePlanVersionPayload, { description: 'Says which services and items a draft covers, and on which terms. What is said of a service before is replaced; the rest stays.' })
  @Requires('health-insurance.plans.manage')
  insurancePlanCoversSet(@Arg('input', () => InsurancePlanCoversSetInput, { description: 'The covers.' }) input: InsurancePlanCoversSetInput, @Ctx() ctx: Context): Promise<InsurancePlanVersionPayload> {
    const constraints = { plan_cover_once: coverTwice('covers'), plan_cover_limit_one: coverTwice('covers'), plan_cover_limit_values: coverLimit('covers'), plan_cover_most_adult: coverLimit('covers'), plan_cover_most_child: coverLimit('covers') };
    return write<InsurancePlanVersionPayload, InsurancePlanCoversSetInput>(ctx, { operation: 'insurancePlanCoversSet', input, constraints }, async (tx, { id, version, covers }) => {
      await lockDraft(tx, id, version);
      const unknown = await writeCovers(tx, id, covers);
      if (unknown.length > 0) refuse(...unknown.map((code) => coverServiceUnknown(`covers.${covers.findIndex(({ serviceCode }) => serviceCode === code)}.serviceCode`, { code })));
      await touchDraft(tx, id);
      return { insurancePlanVersion: { id } };
    });
  }
}
