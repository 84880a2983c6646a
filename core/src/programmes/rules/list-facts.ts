import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import type { Context } from '../../kernel/context.js';
import type { Platform } from '../../kernel/platform.js';
import { facts } from './contributed-facts.js';
import { ruleFacts, type RuleFacts } from './rule-facts.js';
import type { Facts } from './resource-shape.js';
import { rootOf, rootsOf, subjectOf } from './roots.js';
import { ruleKinds } from './vocabulary.js';
import type { RuleKind, RuleTarget } from './rule-set.js';
import type { Fact, RowShape } from './shape.js';
import type { ValueType } from './values.js';

/** A fact that rules may ask for. */
export interface KnownFact {
  /** How it is reached: `household.members[].age`; what stands in brackets is asked of each item of a list. */
  readonly id: string;
  readonly type: ValueType | 'list';
  readonly description: string;
  /** The module that knows it. */
  readonly module: string;
  readonly masked: boolean;
  readonly choices: readonly string[];
  /** The kinds of rules that alone may ask for it; none where all may. */
  readonly kinds: readonly string[];
}

/** What may be asked by functions of modules, of the row that rules are about. */
export async function calledFacts(ctx: Context, target: RuleTarget): Promise<readonly KnownFact[]> {
  const { name, type: on } = subjectOf(target);
  const listed = (ctx.platform.plan.extensions.get(ruleFacts.name) ?? []).map(async ({ module, value }) => {
    const calls = (await (value as RuleFacts).list?.(ctx)) ?? [];
    return calls.filter((each) => each.on === on).map(({ call, type, description, masked, choices }) => ({ id: `${name}.${call}`, type, description, module, masked, choices, kinds: [] }));
  });
  return (await Promise.all(listed)).flat();
}

/** How many rows or lists deep facts are listed: a household's members, and what is known of each. */
const DEPTH = 1;

/** The facts of whom rules are about, and those that lie one row or list deeper; from a row or list on, where its id is given. */
export function knownFacts(platform: Platform, target: RuleTarget, under?: string): readonly KnownFact[] {
  const known: Facts = { model: platform.model, contributed: platform.extensions(facts) };
  const roots = rootsOf(known, target, '');
  const ofKinds = (platform.plan.extensions.get(ruleKinds.name) ?? []).flatMap(({ name: kind, module, value }) => {
    const root = rootOf(value as RuleKind);
    return root ? [{ kind, module, root }] : [];
  });
  if (under !== undefined) {
    const start = reached([...roots, ...ofKinds.map(({ root }) => root)], under);
    return start ? factsUnder(platform, start.id, start.shape, typeOf(platform, start.shape), DEPTH) : [];
  }
  return [
    ...roots.flatMap(({ name, shape }) => factsUnder(platform, name, shape, typeOf(platform, shape), DEPTH)),
    ...eachOnce(ofKinds.flatMap(({ kind, module, root: { name, shape } }) => factsUnder(platform, name, shape, undefined, DEPTH).map((fact) => ({ ...fact, module, kinds: [kind] })))),
  ];
}

/** Several kinds of rules may know a fact. */
function eachOnce(facts: readonly KnownFact[]): readonly KnownFact[] {
  const byId = new Map<string, KnownFact>();
  for (const fact of facts) byId.set(fact.id, { ...fact, kinds: [...(byId.get(fact.id)?.kinds ?? []), ...fact.kinds] });
  return [...byId.values()];
}

function reached(roots: readonly { readonly name: string; readonly shape: RowShape }[], path: string): { readonly id: string; readonly shape: RowShape } | undefined {
  const [root, ...names] = path.replaceAll('[]', '').split('.');
  let shape = roots.find(({ name }) => name === root)?.shape;
  for (const name of names) {
    const fact = shape?.fact(name);
    shape = fact && fact.kind !== 'value' ? fact.shape : undefined;
  }
  return shape && { id: path, shape };
}

/** The type of the schema whose fields a shape's facts are. */
function typeOf({ schema }: Platform, { resource }: RowShape): GraphQLObjectType | undefined {
  const type = resource && schema.getType(resource.type);
  return isObjectType(type) ? type : undefined;
}

function factsUnder(platform: Platform, id: string, shape: RowShape, type: GraphQLObjectType | undefined, depth: number): readonly KnownFact[] {
  return shape.names.flatMap((name) => {
    const fact = shape.fact(name);
    if (!fact) return [];
    const path = `${id}.${name}`;
    const told = { module: moduleOf(platform, shape, name), description: descriptionOf(fact, name, type), masked: fact.masked === true, kinds: [] };
    if (fact.kind === 'value') return [{ id: path, type: fact.type, choices: fact.choices ?? [], ...told }];
    const list = fact.kind === 'list' ? [{ id: path, type: 'list' as const, choices: [], ...told }] : [];
    // What lies under a name of the same row costs no depth.
    const deeper = fact.kind === 'row' && !fact.shape.resource ? depth : depth - 1;
    const inner = fact.kind === 'list' ? `${path}[]` : path;
    return deeper < 0 ? list : [...list, ...factsUnder(platform, inner, fact.shape, typeOf(platform, fact.shape) ?? fieldType(type, name), deeper)];
  });
}

function fieldType(type: GraphQLObjectType | undefined, name: string): GraphQLObjectType | undefined {
  const field = type?.getFields()[name];
  const of = field && getNamedType(field.type);
  return isObjectType(of) ? of : undefined;
}

function descriptionOf(fact: Fact, name: string, type: GraphQLObjectType | undefined): string {
  return fact.description ?? type?.getFields()[name]?.description ?? '';
}

/** Who owns the field, the attribute, or the name under which a module's facts lie. */
function moduleOf({ plan }: Platform, { label, resource }: RowShape, name: string): string {
  const coordinate = resource ? `field:${resource.type}.${name}` : `attribute:${label.replace('.attributes', '')}.${name}`;
  const contributed = plan.extensions.get(facts.name)?.find((each) => each.name === (resource ? name : label.split('.')[1]));
  return plan.owners.get(coordinate)?.module ?? contributed?.module ?? 'programmes';
}
