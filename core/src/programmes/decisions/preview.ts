import { IsOptional, MaxLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, ObjectType, Query, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { MoneyValue } from '../../kernel/schema/money.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { readInput } from '../../kernel/write/read-input.js';
import { Refused, toUserError } from '../../kernel/write/refusal.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { Programme } from '../programme.js';
import { isDataFault, withoutValue } from '../rules/data-fault.js';
import { evaluated, givenFacts, givenRows, type FactProblem } from '../rules/engine.js';
import { ProgrammeVersion } from '../versions/programme-version.js';
import { explain, RuleExplanation, told } from './explanation.js';
import { DecisionValue } from './facts-of.js';
import { DecisionOutcome } from './outcome.js';
import { DecisionReason, reasonOf, ruleTexts } from './reasons.js';
import { rulesInForceIfAny, rulesOfVersion, type ProgrammeRules } from './rules-of.js';

@InputType({ description: 'Somebody who is not in the registry, and by which rules to judge them. Either the programme or a version is given.' })
export class AssessmentPreviewInput {
  @Ref(() => Programme, { nullable: true, description: 'The programme, by the version in force on the day.' })
  @IsOptional()
  programmeId?: string | null;

  @Ref(() => ProgrammeVersion, { nullable: true, description: 'A version, which may be a draft.' })
  @IsOptional()
  versionId?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'As of which day; today where left out.' })
  @IsOptional()
  on?: string | null;

  @Field(() => String, { description: 'The facts as JSON: `{"household": {"members": [{"age": 4}], "attributes": {"roof": "THATCH"}}}`. What is left out is unknown.' })
  @MaxLength(200_000)
  facts!: string;
}

@ObjectType({ description: 'What is wrong with a fact that was given.' })
export class GivenFactProblem {
  @Field(() => String, { description: 'Where it lies: `household.members.0.age`.' })
  path!: string;

  @Field(() => String, { description: 'What is wrong.' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'What may help.' })
  hint!: string | null;
}

@ObjectType({ description: 'What the rules say of facts that were given. Nothing is stored.' })
export class AssessmentPreview {
  @Field(() => [GivenFactProblem], { description: 'What is wrong with what was given; nothing is judged then.' })
  problems!: readonly GivenFactProblem[];

  @Field(() => DecisionOutcome, { nullable: true, description: 'How it ends.' })
  outcome!: DecisionOutcome | null;

  @Field(() => [DecisionReason], { description: 'Why.' })
  reasons!: readonly DecisionReason[];

  @Field(() => Decimal, { nullable: true, description: 'Who comes first where places are few: the higher.' })
  priority!: string | null;

  @Field(() => MoneyValue, { nullable: true, description: 'What would be due for a period.' })
  amount!: MoneyValue | null;

  @Field(() => [DecisionValue], { description: 'What each rule gives.' })
  values!: readonly DecisionValue[];

  @Field(() => [RuleExplanation], { description: 'Each rule with the values of all of its parts.' })
  explanation!: readonly RuleExplanation[];
}

const NOTHING = { outcome: null, reasons: [], priority: null, amount: null, values: [], explanation: [] };
const wrong = (path: string, message: string, hint?: string): FactProblem => ({ path, message, ...(hint !== undefined && { hint }) });
const problems = (...found: readonly FactProblem[]): AssessmentPreview => ({ ...NOTHING, problems: found.map((each) => ({ ...each, hint: each.hint ?? null })) });

function parsed(json: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(json) };
  } catch {
    return undefined;
  }
}

/** The input with its ids read, or what is wrong with it. */
function inputOf(ctx: Context, input: AssessmentPreviewInput): AssessmentPreviewInput | AssessmentPreview {
  try {
    return readInput(input);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return problems(...error.refusals.map((refusal) => {
      const { message, hint } = toUserError(ctx, refusal);
      return wrong(refusal.path, message, hint ?? undefined);
    }));
  }
}

async function rulesFor(tx: TxContext, { programmeId, versionId, on }: AssessmentPreviewInput): Promise<ProgrammeRules | undefined> {
  const day = on ?? tx.today;
  if (versionId) return rulesOfVersion(tx, versionId, day);
  return programmeId ? rulesInForceIfAny(tx, programmeId, day) : undefined;
}

interface Judged {
  readonly outcome: DecisionOutcome;
  readonly reasons: readonly string[];
  readonly priority: string | null;
  readonly amount: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

@Resolver()
export class PreviewAssessment {
  @Query(() => AssessmentPreview, { description: 'Judges somebody hypothetical by the rules of a programme, published or drafted, by the same path as everybody in the registry. Nothing is stored.' })
  @Requires('programmes.programmes.read')
  assessmentPreview(@Arg('input', () => AssessmentPreviewInput, { description: 'The facts, and the rules.' }) input: AssessmentPreviewInput, @Ctx() ctx: Context): Promise<AssessmentPreview> {
    const given = inputOf(ctx, input);
    if ('problems' in given) return Promise.resolve(given);
    return inTransaction(ctx, (tx) => preview(ctx, tx, given)).catch((error: unknown) => {
      if (!isDataFault(error)) throw error;
      return problems(wrong('', `The rules cannot be computed by these facts: ${withoutValue(error)}.`, 'Look for a fact that is out of all proportion.'));
    });
  }
}

async function preview(ctx: Context, tx: TxContext, given: AssessmentPreviewInput): Promise<AssessmentPreview> {
  const rules = await rulesFor(tx, given);
  if (!rules) return problems(wrong('', 'There are no such rules that you may see, or none is in force on the day.', 'Give a programme with a version in force, or a version.'));
  const json = parsed(given.facts);
  if (!json) return problems(wrong('', 'This is no JSON.', 'Write it as {"household": {…}}.'));
  const { compiled, currency } = rules;
  const checked = givenFacts(compiled, json.value);
  if (checked.problems.length > 0) return problems(...checked.problems);
  const id = uuidv7();
  const row = givenRows([{ id, facts: checked.facts }]);
  const { rows: [judged] } = await ask<Judged>(tx, sql`select e.outcome, e.reasons, e.priority::text, round(e.amount, ${compiled.set.minorDigits}::int)::text as amount, e.values from (${evaluated(compiled, row)}) e`);
  if (!judged) throw new Error('nothing was judged');
  const [texts, trees] = [await ruleTexts(ctx, rules.versionId), await explain(tx, compiled, row)];
  return {
    problems: [], outcome: judged.outcome, priority: judged.priority, amount: judged.amount === null ? null : new MoneyValue(judged.amount, currency),
    reasons: judged.reasons.map((code) => reasonOf(ctx, code, texts.get(code))),
    values: Object.entries(judged.values).map(([rule, value]) => ({ rule, value: value === null ? null : String(value), masked: false })),
    explanation: told(ctx, trees.get(id) ?? [], texts, () => false),
  };
}
