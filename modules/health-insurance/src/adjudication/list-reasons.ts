import { Ctx, Field, Int, ObjectType, Query, Requires, Resolver, type Context } from '@kinga/plugin-sdk';
import { claimReasons } from './step.js';
import { stepsOf } from './take-step.js';

@ObjectType({ description: 'Why lines of claims, and claims, are rejected.' })
export class ClaimReasonInfo {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'What it means.' })
  description!: string;

  @Field(() => Int, { nullable: true, description: 'The number that openIMIS has for it.' })
  number!: number | null;
}

@ObjectType({ description: 'A step of the adjudication of claims.' })
export class ClaimStepInfo {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'What it looks at.' })
  description!: string;

  @Field(() => String, { description: 'CHECK: whether something is paid at all; VALUE: how much.' })
  phase!: string;
}

@Resolver()
export class ListReasons {
  @Query(() => [ClaimReasonInfo], { description: 'Why lines of claims, and claims, are rejected.' })
  @Requires('health-insurance.claims.read')
  claimReasons(@Ctx() { platform, locale }: Context): readonly ClaimReasonInfo[] {
    return [...platform.extensions(claimReasons)].map(([code, { description, number }]) => ({ code, number, description: platform.texts.of(locale, `claim-reason.${code}`) ?? description }));
  }

  @Query(() => [ClaimStepInfo], { description: 'The steps that claims go through, in order.' })
  @Requires('health-insurance.claims.read')
  claimSteps(@Ctx() ctx: Context): readonly ClaimStepInfo[] {
    return stepsOf(ctx).map(([name, { description, phase }]) => ({ name, description, phase }));
  }
}
