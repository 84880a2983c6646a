import {
  answerQuery, Arg, ask, badInput, Ctx, DecisionOutcome, DecisionReason, DecisionValue, decodeId, evaluated, explain, Field, givenFacts, ID, Int, join, LocalDate, MoneyValue, ObjectType, Query, readInput,
  reasonOf, Requires, Resolver, RuleExplanation, rulesInForce, ruleTexts, sql, told, uuidv7, type Context, type ProgrammeRules, type TxContext,
} from '@kinga/plugin-sdk';
import { schemeOf, type Scheme } from '../scheme-of.js';
import { contributedHistories, type Estimated } from './contributed-history.js';
import { MOST_ESTIMATES, MOST_MONTHS, OLDEST, PensionEstimateInput } from './estimate-input.js';
import { askedOfPaid, hypotheticalFacts, type Hypothetical } from './hypothetical.js';

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
  readonly people: readonly Estimated[];
}

function parsed(json: string, index: number): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw badInput(`people.${index}.facts: This is no JSON. Write it as {"person": {…}}.`);
  }
}

function readPerson({ compiled }: ProgrammeRules, { facts, history, ...given }: PensionEstimateInput, index: number): Group['people'][number] {
  const of = facts ? parsed(facts, index) : {};
  const checked = givenFacts(compiled, of);
  const [problem] = checked.problems;
  if (problem) throw badInput(`people.${index}.facts.${problem.path}: ${problem.message} ${problem.hint ?? ''}`.trim());
  return { index, id: uuidv7(), birthDate: given.birthDate, sex: given.sex, kind: given.kind, facts: checked.facts, given: JSON.stringify(of), history: monthsOf(given, history, index) };
}

/** What lies before the month of the claim, each stretch with its last month. */
function monthsOf({ birthDate, claimOn }: Pick<PensionEstimateInput, 'birthDate' | 'claimOn'>, history: PensionEstimateInput['history'], index: number): Hypothetical['history'] {
  if (claimOn < birthDate || Number(claimOn.slice(0, 4)) - Number(birthDate.slice(0, 4)) > OLDEST) throw badInput(`people.${index}.claimOn: It is before the birth, or more than ${OLDEST} years after it.`);
  const [born, claimed] = [birthDate, claimOn].map((day) => day.slice(0, 7)) as [string, string];
  const before = new Date(Date.UTC(Number(claimed.slice(0, 4)), Number(claimed.slice(5)) - 1, 0)).toISOString().slice(0, 10);
  history.forEach(({ month, to, earnings, paid }, at) => {
    if (to && to < month) throw badInput(`people.${index}.history.${at}.to: It ends before it begins.`);
    if (month.slice(0, 7) < born) throw badInput(`people.${index}.history.${at}.month: It lies before the birth.`);
    if (earnings.startsWith('-') || paid?.startsWith('-')) throw badInput(`people.${index}.history.${at}: Nobody earns or pays less than nothing.`);
  });
  return history.filter(({ month }) => month.slice(0, 7) < claimed).map((each) => ({ ...each, ...(each.to && each.to > before && { to: before }) }));
}

function checkLength(people: readonly Hypothetical[]): void {
  const count = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const months = people.flatMap(({ history }) => history).reduce((sum, { month, to }) => sum + count(to ?? month) - count(month) + 1, 0);
  if (months > MOST_MONTHS) throw badInput(`people: Their histories have ${months} months together, and ${MOST_MONTHS} are most at once. Give fewer people, or each month once.`);
}

/** People by the day on which they would claim: rules, values and tables are those of the day. */
async function groupsOf(tx: TxContext, scheme: Scheme, people: readonly PensionEstimateInput[]): Promise<readonly Group[]> {
  const days = Map.groupBy(people.map((person, index) => ({ person, index })), ({ person }) => person.claimOn);
  const groups: Group[] = [];
  for (const [day, those] of days) {
    const rules = await rulesInForce(tx, scheme.id, day);
    groups.push({ rules, people: those.map(({ person, index }) => readPerson(rules, person, index)) });
  }
  checkLength(groups.flatMap((group) => group.people));
  const found: Group[] = [];
  for (const { rules, people: those } of groups) found.push({ rules, people: await contributedHistories(tx, scheme, those, askedOfPaid(rules.compiled)) });
  return found;
}

interface Judged {
  readonly id: string;
  readonly outcome: DecisionOutcome;
  readonly reasons: readonly string[];
  readonly amount: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A group with how it came about, where that is asked for. */
interface Worked extends Group {
  readonly trees: Awaited<ReturnType<typeof explain>> | undefined;
}

async function worked(tx: TxContext, programmeId: string, people: readonly PensionEstimateInput[], explaining: boolean): Promise<{ readonly currency: string; readonly groups: readonly Worked[]; readonly judged: ReadonlyMap<string, Judged> }> {
  const scheme = await schemeOf(tx, programmeId, 'programmeId');
  const groups = await groupsOf(tx, scheme, people);
  const { rows } = await ask<Judged>(tx, join(groups.map(({ rules, people: those }) => sql`
    (select e.id, e.outcome, e.reasons, round(e.amount, ${scheme.digits}::int)::text as amount, (select coalesce(jsonb_object_agg(v.key, v.value), '{}') from jsonb_each_text(e.values) v) as values
    from (${evaluated(rules.compiled, hypotheticalFacts(rules, those))}) e)`), ' union all '));
  const explained: Worked[] = [];
  for (const group of groups) explained.push({ ...group, trees: explaining ? await explain(tx, group.rules.compiled, hypotheticalFacts(group.rules, group.people)) : undefined });
  return { currency: scheme.currency, groups: explained, judged: new Map(rows.map((row) => [row.id, row])) };
}

/** Texts are read by a connection of their own, once that which worked it out is given back: whoever held both would wait for others who do. */
async function estimated(ctx: Context, programmeId: string, people: readonly PensionEstimateInput[], explaining: boolean): Promise<readonly PensionEstimate[]> {
  const { currency, groups, judged } = await answerQuery(ctx, (tx) => worked(tx, programmeId, people, explaining));
  const found: PensionEstimate[] = [];
  for (const { rules, people: those, trees } of groups) {
    const texts = await ruleTexts(ctx, rules.versionId);
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
  @Query(() => [PensionEstimate], { description: 'What hypothetical people would get by the rules of a scheme, each in force on the day on which they would claim: at most 100 at once, by the same path as everybody in the registry. Where the scheme has rules of contributions, what counts of earnings and what is paid of them, by which part, is computed by those in force in each month. Nothing is stored.' })
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
    return estimated(ctx, id.uuid, people.map((person) => readInput(person)), explaining);
  }
}
