import { Arg, Ctx, Field, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ProgrammeTarget } from '../programme.js';
import { OF_LISTS, PLAIN } from './calls.js';
import { calledFacts, knownFacts, type KnownFact } from './list-facts.js';

/** Of which type a fact is. */
export enum FactType {
  BOOLEAN = 'boolean',
  NUMBER = 'number',
  MONEY = 'money',
  TEXT = 'text',
  DATE = 'date',
  LIST = 'list',
}
registerEnumType(FactType, {
  name: 'FactType',
  description: 'Of which type a fact is.',
  valuesConfig: {
    BOOLEAN: { description: '`true` or `false`.' },
    NUMBER: { description: 'A decimal number.' },
    MONEY: { description: 'An amount in the currency of the programme.' },
    TEXT: { description: 'A text, such as a code.' },
    DATE: { description: 'A day.' },
    LIST: { description: 'A list: count it, filter it, ask of each item.' },
  },
});

@ObjectType({ description: 'Something that rules may ask for.' })
export class Fact {
  @Field(() => String, { description: 'How a rule reaches it, such as `household.attributes.roof`; what follows `[]` is asked of each item: `household.members[].age` as in `household.members.filter(m, m.age < 18)`.' })
  id!: string;

  @Field(() => FactType, { description: 'Of which type it is.' })
  type!: FactType;

  @Field(() => String, { description: 'What it says.' })
  description!: string;

  @Field(() => String, { description: 'The module that knows it.' })
  module!: string;

  @Field(() => Boolean, { description: 'Whether rules that ask for it take the permission to use what is masked.' })
  masked!: boolean;

  @Field(() => [String], { description: 'The only values that it can have; empty where any value of its type may stand.' })
  choices!: readonly string[];

  @Field(() => [String], { description: 'The kinds of rules that alone may ask for it, each one of `ruleKinds`; empty where all may.' })
  kinds!: readonly string[];
}

@ObjectType({ description: 'Something that rules can compute.' })
export class RuleFunctionInfo {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'What it takes and gives; what is asked of a list begins with `list.`.' })
  signature!: string;

  @Field(() => String, { description: 'What it gives, when that is unknown, and by which convention it computes.' })
  description!: string;

  @Field(() => String, { description: 'How it is written.' })
  example!: string;
}

@Resolver()
export class VocabularyQueries {
  @Query(() => [Fact], { description: 'What rules may ask for: of whom a programme is for, of the enrolment and of the period; lists and others that a row leads to one step deep, and deeper `under` their id.' })
  @Requires('programmes.programmes.read')
  async facts(
    @Arg('target', () => ProgrammeTarget, { description: 'Whom the programme is for.' }) target: ProgrammeTarget,
    @Arg('under', () => String, { nullable: true, description: 'The id of a list, or of a person, place or other row that a fact leads to: what may be asked of it.' }) under: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<readonly KnownFact[]> {
    const known = knownFacts(ctx.platform, target, under ?? undefined);
    if (typeof under === 'string') return known.length > 0 ? known : nothingThere();
    return [...known, ...(await calledFacts(ctx, target))];
  }

  @Query(() => [RuleFunctionInfo], { description: 'What rules can compute beyond operators.' })
  @Requires('programmes.programmes.read')
  ruleFunctions(): readonly RuleFunctionInfo[] {
    return [...OF_LISTS.values(), ...PLAIN.values()].map(({ name, signature, description, example }) => ({ name, signature, description, example }));
  }
}

function nothingThere(): never {
  throw badInput('Nothing lies under what was named; name a list or a row, such as household.members.');
}
