import {
  getNamedType, isEnumType, isInputObjectType, isInterfaceType, isLeafType, isListType, isNonNullType, isNullableType,
  type GraphQLArgument, type GraphQLField, type GraphQLInputType, type GraphQLInterfaceType, type GraphQLObjectType,
} from 'graphql';
import { rootPlan } from '../../../src/kernel/read/root.js';
import { randomArguments } from './arguments.js';
import { DAYS, UNTOLD } from './data.js';
import type { Tape } from './random.js';
import { columnOf, encodedId, type Rows } from './rows.js';

export interface GeneratedQuery {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Names of variables that decide whether something is there. */
  readonly switches: readonly string[];
}

const ODD_KEYS = [
  '__x', 'constructor', 'toString', 'hasOwnProperty', '__proto__', 'UPPER', 'upper', 'select', 'answer', 'raw', 'p', 'j', 'row', 'c0', 'c1', 'id', 'nodes', 'name', 'cursor',
  't0', 't1', 't2', 't3', 't4', 't5', 't6', 't7', 't8', 't9', `x${'y'.repeat(62)}`, `x${'y'.repeat(63)}`, `x${'y'.repeat(63)}z`, `long_${'z'.repeat(120)}`,
];

/** What stands under the response keys of one place: what is written there twice has to be the same field. */
interface Scope {
  readonly keys: Map<string, { readonly signature: string; readonly written: string; readonly field: GraphQLField<unknown, unknown>; readonly scope: Scope }>;
  /** Set inside of named fragments: keys that no other place has, so that it may be spread anywhere. */
  readonly fresh: boolean;
}

const newScope = (fresh = false): Scope => ({ keys: new Map(), fresh });

/** A random valid query over the whole schema. The shorter the tape, the simpler the query. */
export function generateQuery(rows: Rows, tape: Tape): GeneratedQuery {
  const { schema, model } = rows.platform;
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const switches: string[] = [];
  const fragments: { readonly name: string; readonly on: string; readonly text: string }[] = [];
  let names = 0;
  let fieldsLeft = 60;

  const selection = (type: GraphQLObjectType | GraphQLInterfaceType, scope: Scope, depth: number): string => {
    const parts = Array.from({ length: 1 + tape.below(6) }, () => (tape.ended || fieldsLeft <= 0 ? undefined : part(type, scope, depth)));
    const written = parts.filter((each) => each !== undefined);
    return `{ ${(written.length > 0 ? written : [leaf(type, scope)]).join(' ')} }`;
  };

  const leaf = (type: GraphQLObjectType | GraphQLInterfaceType, scope: Scope): string => {
    const field = type.name === 'Query' ? undefined : Object.values(type.getFields()).find((each) => !UNTOLD.has(each.name) && isLeafType(getNamedType(each.type)) && each.args.length === 0);
    return field ? under(scope, field, '', 0) : '__typename';
  };

  const part = (type: GraphQLObjectType | GraphQLInterfaceType, scope: Scope, depth: number): string => {
    switch (tape.below(14)) {
      case 13:
        return `... ${tape.once(2) ? `on ${type.name} ` : ''}${directives()}${selection(type, scope, depth)}`;
      case 12: {
        const known = fragments.filter((fragment) => fragment.on === type.name);
        if (known.length > 0 && tape.once(2)) return `...${tape.pick(known).name} ${directives()}`;
        if (!model.byType.has(type.name)) return typename(scope);
        const name = tape.once(6) ? `constructor${names++}` : `Part${names++}`;
        const text = selection(type, newScope(true), depth);
        fragments.push({ name, on: type.name, text });
        return `...${name} ${directives()}`;
      }
      case 11: {
        if (isInterfaceType(type)) {
          const object = tape.pick(schema.getPossibleTypes(type));
          return `... on ${object.name} ${directives()}${selection(object, scope, depth)}`;
        }
        return type.getInterfaces()[0] ? `... on Node ${selection(type.getInterfaces()[0] as GraphQLInterfaceType, scope, depth)}` : typename(scope);
      }
      case 10:
        return typename(scope);
      case 9: {
        const again = [...scope.keys.entries()].filter(([, { field }]) => type.getFields()[field.name] === field);
        if (again.length === 0) return typename(scope);
        const [, { written, field, scope: inner }] = tape.pick(again);
        return `${written} ${directives()}${body(field, inner, depth)}`;
      }
      default:
        return anyField(type, scope, depth);
    }
  };

  const typename = (scope: Scope): string => {
    return scope.fresh || tape.once(3) ? `k${names++}: __typename` : '__typename';
  };

  const anyField = (type: GraphQLObjectType | GraphQLInterfaceType, scope: Scope, depth: number): string => {
    const all = Object.values(type.getFields()).filter((field) => !UNTOLD.has(field.name) && (depth > 0 || !hops(field)) && (type.name !== 'Query' || understood(field)));
    const field = tape.pick(all);
    fieldsLeft -= 1;
    return under(scope, field, argumentsFor(type, field), depth);
  };

  /** Root fields that modules answer by resolvers of their own are other tests' business. */
  const understood = (field: GraphQLField<unknown, unknown>): boolean =>
    rootPlan(field) !== undefined || ['node', 'nodes', 'modules', 'paymentChannels', 'statementFormats'].includes(field.name);


  /** Whether a field leads to other rows. */
  const hops = (field: GraphQLField<unknown, unknown>): boolean => {
    const { name } = getNamedType(field.type);
    return model.byType.has(name) || name === 'Node' || (/Connection$/.test(name) && field.name !== 'pageInfo');
  };

  const under = (scope: Scope, field: GraphQLField<unknown, unknown>, given: string, depth: number): string => {
    const signature = `${field.name}${given}: ${String(field.type)}`;
    const wanted = scope.fresh ? `g${names++}` : tape.once(3) ? tape.pick(ODD_KEYS) : field.name;
    const key = scope.keys.has(wanted) && scope.keys.get(wanted)?.signature !== signature ? `f${names++}` : wanted;
    const written = key === field.name ? `${field.name}${given}` : `${key}: ${field.name}${given}`;
    const entry = scope.keys.get(key) ?? { signature, written, field, scope: newScope() };
    scope.keys.set(key, entry);
    return `${entry.written} ${directives()}${body(field, entry.scope, depth)}`;
  };

  const body = (field: GraphQLField<unknown, unknown>, scope: Scope, depth: number): string => {
    const named = getNamedType(field.type);
    return isLeafType(named) ? '' : selection(named as GraphQLObjectType, scope, hops(field) && !/Connection$/.test(named.name) ? depth - 1 : depth);
  };

  const directives = (): string => {
    if (!tape.once(8)) return '';
    const name = tape.pick(['include', 'skip']);
    const literal = tape.once(4);
    const on = tape.once(2);
    if (literal) return `@${name}(if: ${on}) `;
    const variable = switches.length > 0 && tape.once(2) ? tape.pick(switches) : declareSwitch(on);
    return `@${name}(if: $${variable}) `;
  };

  const declareSwitch = (on: boolean): string => {
    const name = tape.once(6) ? `constructor${names++}` : `on${names++}`;
    declared.push(`$${name}: Boolean!${tape.once(4) ? ` = ${!on}` : ''}`);
    variables[name] = on;
    switches.push(name);
    return name;
  };

  const argumentsFor = (type: GraphQLObjectType | GraphQLInterfaceType, field: GraphQLField<unknown, unknown>): string => {
    if (field.args.length === 0) return '';
    const json = argumentValues(type, field);
    const written = field.args.flatMap((argument) => {
      if (json[argument.name] !== undefined) return [`${argument.name}: ${valueText(argument.type, json[argument.name], isNonNullType(argument.type))}`];
      return isNullableType(argument.type) && tape.once(16) ? [`${argument.name}: ${tape.once(2) ? 'null' : absent(argument)}`] : [];
    });
    return written.length > 0 ? `(${written.join(', ')})` : '';
  };

  const absent = (argument: GraphQLArgument): string => {
    const name = `no${names++}`;
    declared.push(`$${name}: ${String(argument.type)}`);
    return `$${name}`;
  };

  const argumentValues = (type: GraphQLObjectType | GraphQLInterfaceType, field: GraphQLField<unknown, unknown>): Readonly<Record<string, unknown>> => {
    const named = getNamedType(field.type).name;
    if (/Connection$/.test(named)) return { ...randomArguments(rows, tape, named.replace(/Connection$/, '')) };
    if (field.name === 'node') return { id: anyId() };
    if (field.name === 'nodes') return { ids: Array.from({ length: tape.below(6) }, anyId) };
    if (type.name === 'Query') return { by: randomKey(named) };
    if (field.name === 'pseudonym') return { purpose: tape.pick(['administration', 'assistance']) };
    if (field.name === 'statement') return tape.once(2) ? { to: tape.pick(DAYS) } : {};
    const [only] = field.args;
    if (only && field.args.length === 1 && ['asOf', 'on'].includes(only.name)) return tape.once(2) ? { [only.name]: tape.pick(DAYS) } : {};
    throw new Error(`the generator does not know what ${type.name}.${field.name} takes: teach it`);
  };

  const anyId = (): string => {
    if (tape.once(10)) return tape.pick(['', 'nothing', 'person_00000000000000000000000000000000', 'toString_00000000000000000000000000000000']);
    const filled = [...rows.byType].filter(([, all]) => all.length > 0);
    const [type, all] = tape.pick(filled);
    return encodedId(rows, type, tape.pick(all).id);
  };

  const randomKey = (type: string): Readonly<Record<string, string>> => {
    const resource = model.byType.get(type);
    const all = rows.byType.get(type) ?? [];
    if (all.length === 0) return { id: encodedId(rows, type, '00000000-0000-0000-0000-000000000000') };
    const row = tape.pick(all);
    const key = tape.pick(['id', ...(resource?.keys ?? [])]);
    return { [key]: key === 'id' ? encodedId(rows, type, row.id) : tape.once(8) ? 'nothing' : (row[columnOf(rows, type, key)] ?? '') };
  };

  /** A value as a literal, as a variable, or as a literal with variables inside. */
  const valueText = (type: GraphQLInputType, json: unknown, required: boolean): string => {
    if (tape.once(5)) return variableFor(type, json, required);
    const bare = isNonNullType(type) ? type.ofType : type;
    if (isListType(bare)) {
      const items = json as readonly unknown[];
      const item = bare.ofType as GraphQLInputType;
      if (items.length === 1 && tape.once(4)) return literal(item, items[0]);
      return `[${items.map((each) => valueText(item, each, isNonNullType(item))).join(', ')}]`;
    }
    return literal(bare as GraphQLInputType, json);
  };

  const literal = (type: GraphQLInputType, json: unknown): string => {
    const named = isNonNullType(type) ? type.ofType : type;
    if (isListType(named)) return `[${(json as readonly unknown[]).map((each) => literal(named.ofType as GraphQLInputType, each)).join(', ')}]`;
    if (isEnumType(named)) return String(json);
    if (!isInputObjectType(named)) return JSON.stringify(json);
    const fields = named.getFields();
    const written = Object.entries(json as Readonly<Record<string, unknown>>).map(([name, value]) => `${name}: ${valueText(fields[name]?.type as GraphQLInputType, value, named.isOneOf)}`);
    const omitted = Object.values(fields).filter(({ name }) => !Object.hasOwn(json as object, name));
    if (!named.isOneOf && omitted.length > 0 && tape.once(12)) {
      const field = tape.pick(omitted);
      written.push(`${field.name}: ${absent(field as unknown as GraphQLArgument)}`);
    }
    return `{${written.join(', ')}}`;
  };

  const variableFor = (type: GraphQLInputType, json: unknown, required: boolean): string => {
    const name = tape.once(8) ? `__v${names++}` : `v${names++}`;
    const bare = String(isNonNullType(type) ? type.ofType : type);
    if (!required && tape.once(4)) {
      declared.push(`$${name}: ${bare} = ${plain(type, json)}`);
      return `$${name}`;
    }
    declared.push(`$${name}: ${bare}${required || tape.once(2) ? '!' : ''}`);
    variables[name] = json;
    return `$${name}`;
  };

  const text = selection(schema.getQueryType() as GraphQLObjectType, newScope(), 5);
  const header = declared.length > 0 ? `(${declared.join(', ')})` : '';
  return { source: [`query Generated${header} ${text}`, ...fragments.map(({ name, on, text: inner }) => `fragment ${name} on ${on} ${inner}`)].join('\n'), variables, switches };
}

/** A literal without variables, for defaults. */
function plain(type: GraphQLInputType, json: unknown): string {
  const named = isNonNullType(type) ? type.ofType : type;
  if (isListType(named)) return `[${(json as readonly unknown[]).map((each) => plain(named.ofType as GraphQLInputType, each)).join(', ')}]`;
  if (isEnumType(named)) return String(json);
  if (!isInputObjectType(named)) return JSON.stringify(json);
  return `{${Object.entries(json as object).map(([name, value]) => `${name}: ${plain(named.getFields()[name]?.type as GraphQLInputType, value)}`).join(', ')}}`;
}
