import {
  getNamedType, isEnumType, isInputObjectType, isLeafType, isListType, isNonNullType, isObjectType,
  type GraphQLArgument, type GraphQLField, type GraphQLInputField, type GraphQLInputType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';

/** A place in an operation's arguments where a text goes. */
export interface TextPlace {
  /** Such as `PersonInput.familyName`: the same in each operation that takes the type. */
  readonly coordinate: string;
  /** Such as `input.persons.0.familyName`. */
  readonly path: readonly (string | number)[];
}

/** An operation whose arguments are harmless, and where texts go in them. */
export interface Asked {
  readonly field: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly places: readonly TextPlace[];
}

const DEEPEST = 4;
const HARMLESS: Readonly<Record<string, unknown>> = {
  String: 'harmless', Int: 1, Float: 1, Boolean: true, Decimal: '1.00', LocalDate: '2026-01-01', DateTime: '2026-01-01T00:00:00Z', PartialDate: '2026',
};

/** Every query and mutation of a schema, with all arguments there are, down to some levels. */
export function everyOperation(schema: GraphQLSchema, known: Known): readonly Asked[] {
  const roots = [['query', schema.getQueryType()], ['mutation', schema.getMutationType()]] as const;
  return roots.flatMap(([kind, root]) => Object.values(root?.getFields() ?? {}).map((field) => operation(kind, field, known)));
}

function operation(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>, known: Known): Asked {
  const places: TextPlace[] = [];
  const variables = Object.fromEntries(field.args.map((argument) => [argument.name, harmless(argument, field.name, [argument.name], { known, text: (place) => places.push(place) })]));
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  return { field: field.name, variables, places, document: `${kind} ${declared && `(${declared})`} { ${field.name}${given && `(${given})`} ${selection(field.type)} }` };
}

interface Making {
  readonly known: Known;
  readonly text: (place: TextPlace) => void;
}

/** A harmless value, telling of each text in it. */
function harmless({ name, type }: GraphQLArgument | GraphQLInputField, parent: string, path: readonly (string | number)[], making: Making): unknown {
  const value = (of: GraphQLInputType, at: readonly (string | number)[]): unknown => {
    if (isNonNullType(of)) return value(of.ofType, at);
    if (isListType(of)) return [value(of.ofType, [...at, 0])];
    if (isEnumType(of)) return of.getValues()[0]?.name;
    if (!isInputObjectType(of)) {
      if (of.name === 'ID' || of.name === 'String' || typeof HARMLESS[of.name] === 'string') making.text({ coordinate: `${parent}.${name}`, path: at });
      return of.name === 'ID' ? idFor(name, making.known) : of.name === 'String' ? (making.known.texts[name] ?? HARMLESS['String']) : HARMLESS[of.name];
    }
    const fields = Object.values(of.getFields());
    if (of.isOneOf) return fields[0] && { [fields[0].name]: harmless(fields[0], of.name, [...at, fields[0].name], making) };
    const deep = at.filter((step) => typeof step === 'string').length >= DEEPEST;
    // Filters hold each other; each is the whole filter of its own list.
    const wanted = fields.filter((field) => (deep ? isNonNullType(field.type) : !getNamedType(field.type).name.endsWith('Where')));
    return Object.fromEntries(wanted.map((field) => [field.name, harmless(field, of.name, [...at, field.name], making)]));
  };
  return value(type, path);
}

/** What is there, so that texts get as far as they can. */
export interface Known {
  /** Ids by the end of a field's name, such as `person` of `formerPersonId`. */
  readonly ids: Readonly<Record<string, string>>;
  /** Texts by a field's name. */
  readonly texts: Readonly<Record<string, string>>;
}

/** An id of the kind that a field's name says; where nothing of the kind is there, of nothing. */
function idFor(name: string, { ids }: Known): string {
  const kind = /(\w+?)Ids?$/.exec(name)?.[1] ?? 'person';
  const found = Object.keys(ids).find((one) => kind.toLowerCase().endsWith(one));
  return ids[found ?? 'person'] ?? `${kind}_018f000000007000800000000000000a`;
}

/** The least that can be asked of a type so that rows are read: a count, an id, what was refused. */
function selection(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (!isObjectType(named)) return '{ __typename }';
  return `{ ${leastOf(named)} }`;
}

function leastOf(type: GraphQLObjectType): string {
  const fields = type.getFields();
  if (fields['userErrors']) return '__typename userErrors { code path message }';
  if (fields['totalCount']) return 'totalCount nodes { __typename }';
  const leaf = Object.values(fields).find(({ args, type: of }) => args.length === 0 && isLeafType(getNamedType(of)));
  return leaf?.name ?? '__typename';
}

/** The variables with another text at one place. */
export function withText(variables: Readonly<Record<string, unknown>>, [step, ...rest]: readonly (string | number)[], text: string): Record<string, unknown> {
  const copy = (Array.isArray(variables) ? [...variables] : { ...variables }) as Record<string, unknown>;
  const below = copy[String(step)];
  copy[String(step)] = rest.length === 0 ? text : withText(below as Record<string, unknown>, rest, text);
  return copy;
}
