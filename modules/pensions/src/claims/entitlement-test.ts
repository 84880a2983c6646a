import {
  answerQuery, Arg, ask, Ctx, Decimal, evaluated, explained, Field, LocalDate, MoneyValue, ObjectType, Programme, Person, Query, Ref, InputType, Requires, Resolver, rulesInForce, ruleTexts, reasonOf, sql,
  DecisionOutcome, hiddenRulesOf, noteRead, readInput, type Context, type ExplainedRule, type TxContext,
} from '@kinga/plugin-sdk';
import { AwardKind } from '../awards/award-kind.js';
import { somePerson } from '../employment/some-person.js';
import { schemeOf } from '../scheme-of.js';
import { comparison, differences } from './comparison.js';
import { ALL, claimantFacts, holding, whenMet, type Tested } from './when-met.js';

@InputType({ description: 'Whose entitlement is tested.' })
export class PensionEntitlementTestInput {
  @Ref(() => Programme, { description: 'In which scheme.' })
  programmeId!: string;

  @Ref(() => Person, { description: 'Whose.' })
  personId!: string;

  @Field(() => AwardKind, { description: 'To which pension.' })
  kind!: AwardKind;

  @Field(() => LocalDate, { nullable: true, description: 'From which day on; today where left out. It may be one that is to come.' })
  from?: string | null;
}

@ObjectType({ description: 'A condition of a pension, and whether it is met.' })
export class PensionCondition {
  @Field(() => String, { description: 'Code of the rule.' })
  rule!: string;

  @Field(() => String, { nullable: true, description: "What it says to people, in the caller's language or in one that there is." })
  text!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is met; null where something that it asks for is not known, or is masked.' })
  met!: boolean | null;

  @Field(() => Boolean, { description: 'Whether it is masked for the caller, since it rests on what is: then nothing is said of it.' })
  masked!: boolean;

  @Field(() => String, { nullable: true, description: 'Where it compares two values, the one that there is, such as the months contributed.' })
  has!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it compares two values, the one that is needed.' })
  needs!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Where it compares two numbers and is not met: by how much.' })
  missing!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Where it is not met: the first day on which it will be as time goes by, without a further contribution; null where it never is.' })
  metOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Where it is not met: the first day on which it will be if contributions go on as in the last month; null where it never is.' })
  metOnIfContributing!: string | null;
}

@ObjectType({ description: 'Whether somebody is entitled to a pension from a day on, and if not, what is missing and when it will be met. Nothing is stored.' })
export class PensionEntitlementTest {
  @Field(() => LocalDate, { description: 'As of which day.' })
  from!: string;

  @Field(() => DecisionOutcome, { description: 'How it ends.' })
  outcome!: DecisionOutcome;

  @Field(() => MoneyValue, { nullable: true, description: 'What the pension would be a month; null where they are not entitled, or it is not known.' })
  monthly!: MoneyValue | null;

  @Field(() => [PensionCondition], { description: 'The conditions, in the order of the version.' })
  conditions!: readonly PensionCondition[];

  @Field(() => LocalDate, { nullable: true, description: 'Where they are not entitled: the first day on which they will be as time goes by, without a further contribution; null where they never are.' })
  metOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Where they are not entitled: the first day on which they will be if contributions go on as in the last month; null where they never are.' })
  metOnIfContributing!: string | null;
}

interface Judged {
  readonly outcome: DecisionOutcome;
  readonly amount: string | null;
  readonly currency: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const NOTHING = { met: null, has: null, needs: null, missing: null, metOn: null, metOnIfContributing: null };

async function test(ctx: Context, tx: TxContext, programmeId: string, tested: Tested): Promise<PensionEntitlementTest> {
  await schemeOf(tx, programmeId);
  const { born } = await somePerson(tx, tested.personId);
  const rules = await rulesInForce(tx, programmeId, tested.from);
  const { compiled } = rules;
  const facts = claimantFacts(tx, compiled, programmeId, tested);
  const { rows: [judged] } = await ask<Judged>(tx, sql`select e.outcome, round(e.amount, ${compiled.set.minorDigits}::int)::text as amount, e.values from (${evaluated(compiled, facts)}) e`);
  const { rows: [tree] } = await ask<{ explanation: readonly ExplainedRule[] }>(tx, explained(compiled, facts));
  if (!judged || !tree) throw new Error('nobody was judged');
  const met = holding(compiled.set.rules, judged.values);
  const unmet = Object.keys(met).filter((code) => met[code] !== true);
  const asked = judged.outcome === 'ELIGIBLE' ? [] : [...unmet, ALL];
  const [alone, contributing] = [await whenMet(tx, rules, tested, born, false, asked), await whenMet(tx, rules, tested, born, true, asked)];
  const texts = await ruleTexts(ctx, rules.versionId);
  const compared = Object.keys(met).map((code) => comparison(tree.explanation.find((each) => each.rule === code)));
  const by = await differences(tx, compared);
  const hidden = await hiddenRulesOf(tx, compiled, { person: sql`${tested.personId}::uuid` });
  return {
    from: tested.from, outcome: judged.outcome, monthly: judged.amount === null ? null : new MoneyValue(judged.amount, rules.currency),
    metOn: alone.get(ALL) ?? null, metOnIfContributing: contributing.get(ALL) ?? null,
    conditions: Object.entries(met).map(([code, holds], at) => (hidden.has(code) ? { ...NOTHING, rule: code, text: reasonOf(ctx, code, texts.get(code)).text, masked: true } : {
      rule: code, text: reasonOf(ctx, code, texts.get(code)).text, met: holds, masked: false, has: compared[at]?.has ?? null, needs: compared[at]?.needs ?? null, missing: holds === false ? by[at] ?? null : null,
      metOn: alone.get(code) ?? null, metOnIfContributing: contributing.get(code) ?? null,
    })),
  };
}

@Resolver()
export class TestEntitlement {
  @Query(() => PensionEntitlementTest, { description: 'Asks the rules of a scheme whether somebody is entitled to a pension from a day on, to how much, and if not, what is missing and when it will be met. Nothing is stored.' })
  @Requires('pensions.claims.read')
  async pensionEntitlementTest(@Arg('input', () => PensionEntitlementTestInput, { description: 'Whose, and to what.' }) input: PensionEntitlementTestInput, @Ctx() ctx: Context): Promise<PensionEntitlementTest> {
    const [found, personId] = await answerQuery(ctx, async (tx) => {
      const { programmeId, ...given } = readInput(input);
      return [await test(ctx, tx, programmeId, { ...given, from: given.from ?? tx.today }), given.personId] as const;
    });
    await noteRead(ctx, { fields: ['PensionEntitlementTest.conditions', 'PensionEntitlementTest.monthly'], subjects: [personId] });
    return found;
  }
}
