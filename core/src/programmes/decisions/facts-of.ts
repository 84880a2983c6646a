import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Privacy } from '../../kernel/privacy/classification.js';
import { SEEN_CATEGORIES } from '../../kernel/read/mask.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import type { AskedRow } from '../rules/asked.js';
import { basisRules } from './basis-rules.js';
import { Decision } from './decision.js';
import { hidesFrom, showsHidden, type Hides } from './hidden-facts.js';

@ObjectType({ description: 'A fact as it was when it was decided.' })
export class DecisionFact {
  @Field(() => String, { description: 'Where it lies: `household.members.0.age` is the age of the first member.' })
  path!: string;

  @Field(() => String, { nullable: true, description: 'What it was; null where it was not known, or is masked.' })
  value!: string | null;

  @Field(() => Boolean, { description: 'Whether it is masked for the caller.' })
  masked!: boolean;
}

@ObjectType({ description: 'What a rule gave when it was decided.' })
export class DecisionValue {
  @Field(() => String, { description: 'Code of the rule.' })
  rule!: string;

  @Field(() => String, { nullable: true, description: 'What it gave; null where that was unknown, or is masked.' })
  value!: string | null;

  @Field(() => Boolean, { description: 'Whether it is masked for the caller, since it is made of what is.' })
  masked!: boolean;
}

/** What is needed of a decision for what is worked out of it. */
export interface DecisionRow {
  readonly id: string;
  readonly basis: string | null;
  readonly [SEEN_CATEGORIES]: readonly string[];
}

interface Then {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The facts and values of decisions, with the digits that they have, by one statement. */
function then(ctx: Context, id: string): Promise<Then> {
  return ctx.reads.loader<string, Then>('programmes.decision-facts', async (ids) => {
    const { rows } = await readRows<{ id: string; facts: string; values: string }>(ctx, 'select id, facts::text, rule_values::text as values from programmes.decision where id = any($1)', [ids]);
    const found = new Map(rows.map((row) => [row.id, { facts: withDigits(row.facts), values: withDigits(row.values) }]));
    return ids.map((each) => found.get(each) ?? { facts: {}, values: {} });
  }).load(id);
}

/** JSON whose numbers become texts, so that none loses a digit. */
export function withDigits(json: string): Readonly<Record<string, unknown>> {
  return JSON.parse(json.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => (token.startsWith('"') ? token : `"${token}"`))) as Readonly<Record<string, unknown>>;
}

/** Facts one by one, those that are asked for in the order of their names. */
export function factList(facts: Readonly<Record<string, unknown>>, asked: ReadonlyMap<string, AskedRow> | undefined, hides: Hides): readonly DecisionFact[] {
  return Object.entries(facts).flatMap(([root, value]) => under(root, value, asked?.get(root), hides));
}

function under(path: string, value: unknown, asked: AskedRow | undefined, hides: Hides): readonly DecisionFact[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => under(`${path}.${index}`, item, asked, hides));
  if (typeof value !== 'object' || value === null) return [{ path, value: told(value), masked: false }];
  return Object.entries(value).flatMap(([name, part]) => {
    const known = asked?.facts.get(name);
    return known && hides(known.fact) ? [{ path: `${path}.${name}`, value: null, masked: true }] : under(`${path}.${name}`, part, known?.of, hides);
  });
}

function told(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

@Resolver(() => Decision)
export class FactsOfDecision {
  @FieldResolver(() => [DecisionFact], { description: 'The facts that the rules asked for, as they were.' })
  @Requires('programmes.decisions.read')
  @Needs('basis', SEEN_CATEGORIES)
  @Privacy({ sensitivity: 'sensitive' })
  async facts(@Root() decision: DecisionRow, @Ctx() ctx: Context): Promise<readonly DecisionFact[]> {
    const rules = decision.basis === null ? undefined : await basisRules(ctx, decision.basis);
    const { facts } = await then(ctx, decision.id);
    // What nobody can tell to be masked is masked.
    if (!rules && decision.basis !== null) return factList(facts, undefined, () => false).map(({ path }) => ({ path, value: null, masked: true }));
    return factList(facts, rules?.compiled.facts, hidesFrom(ctx, decision[SEEN_CATEGORIES]));
  }

  @FieldResolver(() => [DecisionValue], { description: 'What each rule gave.' })
  @Requires('programmes.decisions.read')
  @Needs('basis', SEEN_CATEGORIES)
  @Privacy({ sensitivity: 'sensitive' })
  async values(@Root() decision: DecisionRow, @Ctx() ctx: Context): Promise<readonly DecisionValue[]> {
    const rules = decision.basis === null ? undefined : await basisRules(ctx, decision.basis);
    const shows = rules ? showsHidden(rules.compiled, hidesFrom(ctx, decision[SEEN_CATEGORIES])) : () => decision.basis !== null;
    const { values } = await then(ctx, decision.id);
    return Object.entries(values).map(([rule, value]) => {
      const masked = shows(`rules.${rule}`);
      return { rule, value: masked ? null : told(value), masked };
    });
  }
}
