import { rootFieldsOf, type Module } from '@kinga/core';
import type { TestPlatform } from '@kinga/core/testing';
import { getNamedType, isLeafType, isRequiredArgument, type GraphQLField } from 'graphql';

/** Root fields that answer somebody who has no permission at all. */
export async function refusedRoots(platform: TestPlatform, module: Module): Promise<readonly string[]> {
  const { schema } = platform.platform;
  const stranger = platform.as({ permissions: [], name: 'stranger' });
  const answered: string[] = [];
  for (const coordinate of rootFieldsOf(module)) {
    const [root, name] = coordinate.split('.') as ['Query' | 'Mutation' | 'Subscription', string];
    if (root === 'Subscription') continue;
    const type = root === 'Query' ? schema.getQueryType() : schema.getMutationType();
    const field = type?.getFields()[name];
    if (!field || field.extensions['public']) continue;
    const { errors } = await stranger.send(probe(root, field));
    if (!errors.some(({ code }) => code === 'FORBIDDEN')) answered.push(`${coordinate} answers somebody without permissions: ${JSON.stringify(errors)}`);
  }
  return answered;
}

/** A valid document that asks for the field; its required arguments come from variables that are never looked at. */
function probe(root: 'Query' | 'Mutation', field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter(isRequiredArgument);
  const variables = required.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const args = required.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  return `${root === 'Query' ? 'query' : 'mutation'} Probe${variables ? `(${variables})` : ''} { ${field.name}${args ? `(${args})` : ''} ${selection} }`;
}
