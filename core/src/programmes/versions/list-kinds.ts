import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { CORE_KINDS, ruleKinds } from '../rules/vocabulary.js';
import { RuleValueType } from '../value-type.js';

@ObjectType({ description: 'What the values of rules may be used for.' })
export class RuleKindInfo {
  @Field(() => String, { description: 'What rules take as `kind`.' })
  name!: string;

  @Field(() => RuleValueType, { nullable: true, description: 'What such a rule must give; null where it may give any.' })
  type?: RuleValueType | null;

  @Field(() => String, { description: 'What it decides.' })
  description!: string;
}

@Resolver()
export class ListRuleKinds {
  @Query(() => [RuleKindInfo], { description: 'Kinds of rules: those of every deployment, and what its modules add.' })
  @Requires('programmes.programmes.read')
  ruleKinds(@Ctx() ctx: Context): readonly RuleKindInfo[] {
    return [...CORE_KINDS, ...ctx.platform.extensions(ruleKinds).values()].map(({ name, type, description }) => ({ name, type: type ? RuleValueType[type.toUpperCase() as keyof typeof RuleValueType] : null, description }));
  }
}
