import { getNamedType, isLeafType, isRequiredArgument, type GraphQLArgument, type GraphQLField } from 'graphql';

/** A valid document that asks for a root field. Its required arguments are variables: permissions are settled before anybody looks at them. */
export function probeRoot(operation: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string {
  const { variables, text } = ask(field);
  return `${operation} Probe${variables} { ${text} }`;
}

/** The same for a field of a type that a root list gives. */
export function probeInList(list: string, field: GraphQLField<unknown, unknown>): string {
  const { variables, text } = ask(field);
  return `query Probe${variables} { ${list}(first: 1) { nodes { ${text} } } }`;
}

function ask(field: GraphQLField<unknown, unknown>): { readonly variables: string; readonly text: string } {
  const required = field.args.filter(isRequiredArgument);
  const list = (item: (arg: GraphQLArgument) => string): string => (required.length > 0 ? `(${required.map(item).join(', ')})` : '');
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  return {
    variables: list(({ name, type }) => `$${name}: ${String(type)}`),
    text: `${field.name}${list(({ name }) => `${name}: $${name}`)}${selection}`,
  };
}
