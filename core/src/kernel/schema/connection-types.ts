import {
  GraphQLBoolean, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLString,
  type GraphQLFieldConfig, type GraphQLFieldConfigArgumentMap,
} from 'graphql';
import type { ResourceModel } from '../read/model.js';
import { DEFAULT_PAGE } from '../read/page.js';
import type { FilterTypes } from './filter-types.js';

const pageInfo = (): GraphQLObjectType =>
  new GraphQLObjectType({
    name: 'PageInfo',
    description: 'Where a page stands in its list.',
    fields: {
      hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean), description: 'Whether more follows. Going backward, whether `before` was given.' },
      hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean), description: 'Going backward, whether more precedes. Going forward, whether `after` was given.' },
      startCursor: { type: GraphQLString, description: 'Cursor of the first row on the page.' },
      endCursor: { type: GraphQLString, description: 'Cursor of the last row on the page.' },
    },
  });

/** Makes connection types and fields; one maker per schema. */
export interface ConnectionTypes {
  field(resource: ResourceModel, description: string, extensions: Readonly<Record<string, unknown>>): GraphQLFieldConfig<unknown, unknown>;
}

export function connectionTypes(type: (name: string) => GraphQLObjectType, filters: FilterTypes): ConnectionTypes {
  const made = new Map<string, GraphQLObjectType>();
  const info = pageInfo();
  const connection = (resource: ResourceModel): GraphQLObjectType => {
    const existing = made.get(resource.type);
    if (existing) return existing;
    const node = new GraphQLNonNull(type(resource.type));
    const edge = new GraphQLObjectType({
      name: `${resource.type}Edge`,
      description: `A ${resource.type} and where it stands in its list.`,
      fields: {
        cursor: { type: new GraphQLNonNull(GraphQLString), description: 'Give it as `after` or `before` to go on from here.' },
        node: { type: node, description: 'The row.' },
      },
    });
    const created = new GraphQLObjectType({
      name: `${resource.type}Connection`,
      description: `A page of ${resource.type} rows.`,
      fields: {
        nodes: { type: listOf(node), description: 'The rows of the page.' },
        edges: { type: listOf(new GraphQLNonNull(edge)), description: 'The rows of the page with their cursors.' },
        pageInfo: { type: new GraphQLNonNull(info), description: 'Where the page stands in its list.' },
        totalCount: { type: new GraphQLNonNull(GraphQLInt), description: 'How many rows the list has on all pages; counted only when asked.' },
      },
    });
    made.set(resource.type, created);
    return created;
  };
  const args = (resource: ResourceModel): GraphQLFieldConfigArgumentMap => ({
    first: { type: GraphQLInt, description: `How many rows from the start; ${DEFAULT_PAGE} where nothing is said.` },
    after: { type: GraphQLString, description: 'Cursor after which the page begins.' },
    last: { type: GraphQLInt, description: 'How many rows from the end.' },
    before: { type: GraphQLString, description: 'Cursor before which the page ends.' },
    where: { type: filters.where(resource), description: 'Which rows; all where nothing is said.' },
    orderBy: { type: new GraphQLList(new GraphQLNonNull(filters.orderBy(resource))), description: 'In which order; by id (time of creation) where nothing is said.' },
  });
  return {
    field: (resource, description, extensions) => ({
      type: new GraphQLNonNull(connection(resource)),
      args: args(resource),
      description,
      extensions,
    }),
  };
}

function listOf(type: GraphQLNonNull<GraphQLObjectType>): GraphQLNonNull<GraphQLList<GraphQLNonNull<GraphQLObjectType>>> {
  return new GraphQLNonNull(new GraphQLList(type));
}
