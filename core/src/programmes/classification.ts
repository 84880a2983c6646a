import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { extensionPoint, type Contribution } from '../kernel/module/extension-point.js';
import { Requires } from '../kernel/schema/permission.js';

/** A kind of benefit that a scheme module works out. */
export interface BenefitType {
  /** Id of the module. */
  readonly scheme: string;
  readonly description: string;
}

/** A contingency that programmes protect against. */
export interface ProtectionFunction {
  readonly description: string;
  /** Where it is defined. */
  readonly source: string;
}

/** What programmes may give. A module adds to it with `benefitTypes.contribute('cash-transfer', { scheme, description })`. */
export const benefitTypes = extensionPoint<BenefitType>('programmes.benefit-types', 'many', 'What programmes may give: cash transfers, pensions, care');
/** What programmes may protect against: the branches of ILO Convention 102, and what a country counts beside them. */
export const protectionFunctions = extensionPoint<ProtectionFunction>('programmes.protection-functions', 'many', 'What programmes protect against, for statistics such as SDG 1.3.1');

const branch = (name: string, part: string, description: string): Contribution =>
  protectionFunctions.contribute(name, { description, source: `ILO Convention 102 of 1952, Part ${part}` });

/** The nine branches of social security. */
export const ownFunctions: readonly Contribution[] = [
  branch('medical-care', 'II', 'Care of a preventive or curative nature.'),
  branch('sickness', 'III', 'Earnings that are lost by a morbid condition.'),
  branch('unemployment', 'IV', 'Earnings that are lost since no suitable work is found.'),
  branch('old-age', 'V', 'Living beyond a prescribed age.'),
  branch('employment-injury', 'VI', 'Accidents at work and occupational diseases.'),
  branch('family', 'VII', 'Responsibility for the maintenance of children.'),
  branch('maternity', 'VIII', 'Pregnancy and confinement, and earnings that are lost by them.'),
  branch('invalidity', 'IX', 'Inability to work that is likely to be permanent.'),
  branch('survivors', 'X', 'Support that is lost by the death of the breadwinner.'),
];

@ObjectType({ description: 'A kind of benefit.' })
export class BenefitTypeInfo {
  @Field(() => String, { description: 'What `programmeCreate` takes as `benefitType`.' })
  name!: string;

  @Field(() => String, { description: 'Id of the module that works it out.' })
  scheme!: string;

  @Field(() => String, { description: 'What it is.' })
  description!: string;
}

@ObjectType({ description: 'Something that programmes protect against.' })
export class ProtectionFunctionInfo {
  @Field(() => String, { description: 'What `programmeCreate` takes as `iloFunction`.' })
  name!: string;

  @Field(() => String, { description: 'What it means.' })
  description!: string;

  @Field(() => String, { description: 'Where it is defined.' })
  source!: string;
}

@Resolver()
export class ListClassifications {
  @Query(() => [BenefitTypeInfo], { description: 'What programmes of this deployment may give.' })
  @Requires('programmes.programmes.read')
  benefitTypes(@Ctx() ctx: Context): readonly BenefitTypeInfo[] {
    return [...ctx.platform.extensions(benefitTypes)].map(([name, { scheme, description }]) => ({ name, scheme, description }));
  }

  @Query(() => [ProtectionFunctionInfo], { description: 'What programmes may protect against: the branches of ILO Convention 102, and what this deployment counts beside them.' })
  @Requires('programmes.programmes.read')
  protectionFunctions(@Ctx() ctx: Context): readonly ProtectionFunctionInfo[] {
    return [...ctx.platform.extensions(protectionFunctions)].map(([name, { description, source }]) => ({ name, description, source }));
  }
}
