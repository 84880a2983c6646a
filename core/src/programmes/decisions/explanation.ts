import { Ctx, Field, FieldResolver, Int, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Privacy } from '../../kernel/privacy/classification.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { SEEN_CATEGORIES } from '../../kernel/read/mask.js';
import type { Texts } from '../../kernel/schema/local-texts.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { ask } from '../../kernel/write/ask.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { explained, type CompiledRules, type Explained, type ExplainedRule } from '../rules/engine.js';
import { basisRules } from './basis-rules.js';
import { Decision } from './decision.js';
import type { DecisionRow } from './facts-of.js';
import { hidesFrom, showsHidden } from './hidden-facts.js';
import { reasonOf, ruleTexts } from './reasons.js';

/** Where a value comes from. */
export enum ValueOrigin {
  FACT = 'fact',
  PARAMETER = 'parameter',
  TABLE = 'table',
  RULE = 'rule',
}
registerEnumType(ValueOrigin, {
  name: 'ValueOrigin',
  description: 'Where a value comes from.',
  valuesConfig: {
    FACT: { description: 'A fact.' }, PARAMETER: { description: 'A parameter that was in force.' }, TABLE: { description: 'A table that was in force.' }, RULE: { description: 'Another rule of the version.' },
  },
});

/** Why a value is unknown. */
export enum WhyUnknown {
  FACT_MISSING = 'FACT_MISSING',
  NOT_IN_FORCE = 'NOT_IN_FORCE',
  NO_ROW = 'NO_ROW',
  DIVISION_BY_ZERO = 'DIVISION_BY_ZERO',
  EMPTY_LIST = 'EMPTY_LIST',
}
registerEnumType(WhyUnknown, {
  name: 'WhyUnknown',
  description: 'Why a value is unknown, where the reason lies in itself.',
  valuesConfig: {
    FACT_MISSING: { description: 'The fact was not known.' },
    NOT_IN_FORCE: { description: 'The parameter had no value yet.' },
    NO_ROW: { description: 'The table has no such row.' },
    DIVISION_BY_ZERO: { description: 'It would be divided by zero.' },
    EMPTY_LIST: { description: 'The list has no item.' },
  },
});

@ObjectType({ description: 'A part of a rule, with its value.' })
export class ExplainedPart {
  @Field(() => Int, { description: 'How deep it stands in the rule: 0 is the rule itself, and what follows with a greater depth is what it consists of.' })
  depth!: number;

  @Field(() => Int, { nullable: true, description: 'Of what is asked of each item of a list: which item, from 0.' })
  item!: number | null;

  @Field(() => String, { description: 'As it stands in the rule.' })
  expression!: string;

  @Field(() => String, { nullable: true, description: 'Of which type it is; of a list the value is how many items it has.' })
  type!: string | null;

  @Field(() => String, { nullable: true, description: 'What it gave; null where that was unknown, or is masked.' })
  value!: string | null;

  @Field(() => ValueOrigin, { nullable: true, description: 'Where it comes from; null where it is worked out of its parts.' })
  from!: string | null;

  @Field(() => WhyUnknown, { nullable: true, description: 'Why it is unknown, where the reason lies in itself.' })
  unknown!: string | null;

  @Field(() => Boolean, { description: 'Whether it is masked for the caller, since it is made of what is.' })
  masked!: boolean;
}

@ObjectType({ description: 'A rule with the values of all of its parts.' })
export class RuleExplanation {
  @Field(() => String, { description: 'Code of the rule.' })
  rule!: string;

  @Field(() => String, { description: 'What it decides: ELIGIBILITY, EXCLUSION, PRIORITY, AMOUNT, FORMULA, or what modules add.' })
  kind!: string;

  @Field(() => String, { nullable: true, description: "What it says to people, in the caller's language or in one that there is." })
  text!: string | null;

  @Field(() => [ExplainedPart], { description: 'The tree of its parts, from the rule down, each followed by what it consists of.' })
  parts!: readonly ExplainedPart[];
}

/** The rules with all of their parts, for each row of facts. */
export async function explain(ctx: TxContext, compiled: CompiledRules, rows: Sql): Promise<ReadonlyMap<string, readonly ExplainedRule[]>> {
  const { rows: trees } = await ask<{ id: string; explanation: readonly ExplainedRule[] }>(ctx, explained(compiled, rows));
  return new Map(trees.map(({ id, explanation }) => [id, explanation]));
}

/** An explanation as the caller may see it. */
export function told(ctx: Context, rules: readonly ExplainedRule[], texts: ReadonlyMap<string, Texts> | undefined, hidden: (expression: string) => boolean): readonly RuleExplanation[] {
  return rules.map((rule) => ({ rule: rule.rule, kind: rule.kind, text: reasonOf(ctx, rule.rule, texts?.get(rule.rule)).text, parts: flat(rule, hidden, 0, null) }));
}

function flat({ expression, type, value, from, unknown, children, items = [] }: Explained, hidden: (expression: string) => boolean, depth: number, item: number | null): readonly ExplainedPart[] {
  const masked = hidden(expression);
  const own: ExplainedPart = {
    depth, item, expression, type: type ?? null, from: from ?? null, masked,
    value: masked || value === null || value === undefined ? null : String(value), unknown: masked ? null : unknown ?? null,
  };
  return [own, ...children.flatMap((child) => flat(child, hidden, depth + 1, null)), ...items.flatMap((each, index) => flat(each, hidden, depth + 1, index))];
}

@Resolver(() => Decision)
export class ExplanationOfDecision {
  @FieldResolver(() => [RuleExplanation], { description: 'How it came about: each rule with the values of all of its parts, worked out again from the facts as they were; empty where no rule decided, or a module that knew a fact is gone.' })
  @Requires('programmes.decisions.read')
  @Needs('basis', SEEN_CATEGORIES)
  @Privacy({ sensitivity: 'sensitive' })
  async explanation(@Root() decision: DecisionRow, @Ctx() ctx: Context): Promise<readonly RuleExplanation[]> {
    const { basis } = decision;
    if (basis === null) return [];
    const rules = await basisRules(ctx, basis);
    if (!rules) return [];
    const { compiled } = rules;
    const trees = await ctx.reads.loader<string, readonly ExplainedRule[]>(`programmes.explanation:${basis}`, (ids) => inTransaction(ctx, async (tx) => {
      const found = await explain(tx, compiled, sql`select d.id, d.place_id, d.facts from programmes.decision d where d.id = any(${ids}::uuid[])`);
      return ids.map((id) => found.get(id) ?? []);
    })).load(decision.id);
    return told(ctx, trees, await ruleTexts(ctx, basis), showsHidden(compiled, hidesFrom(ctx, decision[SEEN_CATEGORIES])));
  }
}
