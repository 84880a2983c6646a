import {
  answerQuery, Arg, ask, badInput, Ctx, DecisionOutcome, DecisionReason, DecisionValue, decodeId, evaluated, explain, Field, givenFacts, ID, Int, join, LocalDate, MoneyValue, ObjectType, Query, readInput,
  reasonOf, Requires, Resolver, RuleExplanation, rulesInForce, ruleTexts, sql, told, uuidv7, type Context, type ProgrammeRules, type TxContext,
} from '@kinga/plugin-sdk';
import { schemeOf } from '../scheme-of.js';
import { MOST_ESTIMATES, PensionEstimateInput } from './estimate-input.js';
import { hypotheticalFacts, type Hypothetical } from './hypothetical.js';

@ObjectType({ description: 'What somebody hypothetical would get. Nothing is stored.' })
export class PensionEstimate {
  @Field(() => Int, { description: 'Which of those that were given, from 0.' })
  index!: number;

  @Field(() => LocalDate, { description: 'From which day on they would claim.' })
  claimOn!: string;

  @Field(() => DecisionOutcome, { description: 'Whether they would be entitled.' })
  outcome!: DecisionOutcome;

  @Field(() => [DecisionReason], { description: 'Why not.' })
  reasons!: readonly DecisionReason[];

  @Field(() => MoneyValue, { nullable: true, description: 'What the pension would be a month; null where they would not be entitled, or it is not known.' })
  monthly!: MoneyValue | null;

  @Field(() => [DecisionValue], { description: 'What each rule gives.' })
  values!: readonly DecisionValue[];

  @Field(() => [RuleExplanation], { description: 'Each rule with the values of all of its parts; empty unless it was asked for.' })
  explanation!: readonly RuleExplanation[];
}

interface Group {
  readonly rules: ProgrammeRules;
  readonly people: readonly (Hypothetical & { readonly index: number })[];
}

function parsed(json: string, index: number): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw badInput(`people.${index}.facts: This is no JSON. Write it as {"person": {…}}.`);
  }
}

function readPerson({ compiled }: ProgrammeRules, { facts, history, ...given }: PensionEstimateInput, index: number): Group['people'][number] {
  const checked = givenFacts(compiled, facts ? parsed(facts, index) : {});
  const [problem] = checked.problems;
  if (problem) throw badInput(`people.${index}.facts.${problem.path}: ${problem.message} ${problem.hint ?? ''}`.trim());
  const wrong = history.findIndex(({ month, to }) => to && to < month);
  if (wrong >= 0) throw badInput(`people.${index}.history.${wrong}.to: It ends before it begins.`);
  return { index, id: uuidv7(), birthDate: given.birthDate, sex: given.sex, kind: given.kind, facts: checked.facts, history: history.map((each) => ({ ...each })) };
}

/** People by the day on which they would claim: rules, values and tables are those of the day. */
async function groupsOf(tx: TxContext, programmeId: string, people: readonly PensionEstimateInput[]): Promise<readonly Group[]> {
  const days = Map.groupBy(people.map((person, index) => ({ person, index })), ({ person }) => person.claimOn);
  const groups: Group[] = [];
  for (const [day, those] of days) {
    const rules = await rulesInForce(tx, programmeId, day);
    groups.push({ rules, people: those.map(({ person, index }) => readPerson(rules, person, index)) });
  }
  return groups;
}

interface Judged {
  readonly id: string;
  readonly outcome: DecisionOutcome;
  readonly reasons: readonly string[];
  readonly amount: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

async function estimated(ctx: Context, tx: TxContext, programmeId: string, people: readonly PensionEstimateInput[], explaining: boolean): Promise<readonly PensionEstimate[]> {
  const { currency } = await schemeOf(tx, programmeId, 'programmeId');
  const groups = await groupsOf(tx, programmeId, people);
  const { rows } = await ask<Judged>(tx, join(groups.map(({ rules: { compiled }, people: those }) => sql`
    (select e.id, e.outcome, e.reasons, round(e.amount, ${compiled.set.minorDigits}::int)::text as amount, (select coalesce(jsonb_object_agg(v.key, v.value), '{}') from jsonb_each_text(e.values) v) as values
    from (${evaluated(compiled, hypotheticalFacts(compiled, those))}) e)`), ' union all '));
  const judged = new Map(rows.map((row) => [row.id, row]));
  const found: PensionEstimate[] = [];
  for (const { rules, people: those } of groups) {
    const texts = await ruleTexts(ctx, rules.versionId);
    const trees = explaining ? await explain(tx, rules.compiled, hypotheticalFacts(rules.compiled, those)) : undefined;
    found.push(...those.map(({ id, index }) => {
      const { outcome, reasons, amount, values } = judged.get(id) ?? { outcome: DecisionOutcome.UNDETERMINED, reasons: [], amount: null, values: {} };
      return {
        index, claimOn: rules.compiled.on, outcome, reasons: reasons.map((code) => reasonOf(ctx, code, texts.get(code))), monthly: amount === null ? null : new MoneyValue(amount, currency),
        values: Object.entries(values).map(([rule, value]) => ({ rule, value: value === null ? null : String(value), masked: false })),
        explanation: told(ctx, trees?.get(id) ?? [], texts, () => false),
      };
    }));
  }
  return found.sort((one, other) => one.index - other.index);
}

@Resolver()
export class EstimatePensions {
  @Query(() => [PensionEstimate], { description: 'What hypothetical people would get by the rules of a scheme, each in force on the day on which they would claim: at most 100 at once, by the same path as everybody in the registry. Nothing is stored.' })
  @Requires('pensions.estimates.read')
  pensionEstimates(
    @Arg('programmeId', () => ID, { description: 'Which scheme.' }) programmeId: string,
    @Arg('people', () => [PensionEstimateInput], { description: 'Who, with their histories.' }) people: PensionEstimateInput[],
    @Arg('explain', () => Boolean, { defaultValue: false, description: 'Whether to say how each came about.' }) explaining: boolean,
    @Ctx() ctx: Context,
  ): Promise<readonly PensionEstimate[]> {
    if (people.length < 1 || people.length > MOST_ESTIMATES) throw badInput(`people must be 1 to ${MOST_ESTIMATES}.`);
    const id = decodeId(programmeId);
    if (id?.prefix !== 'programme') throw badInput('programmeId is not the id of a programme.');
    return answerQuery(ctx, (tx) => estimated(ctx, tx, id.uuid, people.map((person) => readInput(person)), explaining));
  }
}
