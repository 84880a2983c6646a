import {
  GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLInputObjectType, GraphQLList, GraphQLNonNull, GraphQLString,
  isEnumType, type GraphQLInputFieldConfig, type GraphQLInputType, type GraphQLNamedType, type GraphQLOutputType,
} from 'graphql';
import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import type { FieldModel, ResourceModel } from '../read/model.js';

const OPERATORS: Readonly<Record<string, string>> = {
  eq: 'Equal to this.',
  ne: 'Not equal to this; rows without a value count as different.',
  in: 'One of these. An empty list matches nothing.',
  notIn: 'None of these; rows without a value count.',
  lt: 'Less than this.',
  lte: 'Less than or equal to this.',
  gt: 'Greater than this.',
  gte: 'Greater than or equal to this.',
  contains: 'Holds this text, whatever the case of letters.',
  startsWith: 'Begins with this text, whatever the case of letters.',
  endsWith: 'Ends with this text, whatever the case of letters.',
  isNull: 'true: has no value; false: has one.',
};
const EQUALITY = ['eq', 'ne', 'in', 'notIn'];
const ORDERED = [...EQUALITY, 'lt', 'lte', 'gt', 'gte'];
const TEXT = [...EQUALITY, 'contains', 'startsWith', 'endsWith'];

/** Makes the `Where` and `OrderBy` types of a schema; one maker per schema, so that each type exists once. */
export interface FilterTypes {
  where(resource: ResourceModel): GraphQLInputObjectType;
  orderBy(resource: ResourceModel): GraphQLInputObjectType;
}

export function filterTypes(
  type: (name: string) => GraphQLObjectType, resource: (name: string) => ResourceModel, wrapped: ReadonlySet<string>,
): FilterTypes {
  const made = new Map<string, GraphQLInputObjectType>();
  const direction = new GraphQLEnumType({
    name: 'OrderDirection',
    description: 'Which end of an order comes first.',
    values: { ASC: { description: 'Smallest first; rows without a value last.' }, DESC: { description: 'Largest first; rows without a value first.' } },
  });
  const once = (name: string, description: string, fields: () => Record<string, GraphQLInputFieldConfig>): GraphQLInputObjectType => {
    const existing = made.get(name);
    if (existing) return existing;
    const created = new GraphQLInputObjectType({ name, description, fields });
    made.set(name, created);
    return created;
  };

  const valueFilter = (output: GraphQLOutputType): GraphQLInputObjectType => {
    const named = getNamedType(output) as GraphQLNamedType & GraphQLInputType;
    return once(`${named.name}Filter`, `Conditions on a ${named.name}; all that are given must hold.`, () => {
      const many = new GraphQLList(new GraphQLNonNull(named));
      const entries = operatorsOf(named).map((name) => [
        name,
        { type: name === 'in' || name === 'notIn' ? many : named, description: OPERATORS[name] },
      ] as const);
      return { ...Object.fromEntries(entries), isNull: { type: GraphQLBoolean, description: OPERATORS['isNull'] } };
    });
  };

  const quantified = (target: ResourceModel): GraphQLInputObjectType =>
    once(`${target.type}Quantifier`, `Conditions on the ${target.type} rows that belong to it.`, () => ({
      some: { type: where(target), description: 'At least one of them matches.' },
      none: { type: where(target), description: 'None of them matches.' },
    }));

  const objectFilter = (object: GraphQLObjectType, fields: ReadonlyMap<string, FieldModel>): GraphQLInputObjectType =>
    once(`${object.name}Where`, `Conditions on ${object.name}; all that are given must hold.`, () =>
      Object.fromEntries([...fields.keys()].filter((name) => !wrapped.has(`${object.name}.${name}`)).map((name) => [name, { type: valueFilter(fieldType(object, name)), description: `Conditions on ${name}.` }])),
    );

  const fieldFilter = (owner: ResourceModel, name: string, field: FieldModel): GraphQLInputObjectType | undefined => {
    const output = fieldType(type(owner.type), name);
    switch (field.kind) {
      case 'value':
        return isList(field) ? undefined : valueFilter(output);
      case 'one':
        return where(resource(field.target));
      case 'connection':
        return quantified(resource(field.target));
      case 'object':
        return objectFilter(getNamedType(output) as GraphQLObjectType, field.fields);
      case 'computed':
      case 'masks':
        return undefined;
    }
  };

  const where = (owner: ResourceModel): GraphQLInputObjectType =>
    once(`${owner.type}Where`, `Chooses ${owner.type} rows; all conditions that are given must hold.`, () => {
      const self = where(owner);
      const list = new GraphQLList(new GraphQLNonNull(self));
      const fields = [...owner.fields].flatMap(([name, field]) => {
        const filter = wrapped.has(`${owner.type}.${name}`) ? undefined : fieldFilter(owner, name, field);
        return filter ? [[name, { type: filter, description: `Conditions on ${name}.` }] as const] : [];
      });
      return {
        and: { type: list, description: 'All of these hold.' },
        or: { type: list, description: 'At least one of these holds; an empty list matches nothing.' },
        not: { type: self, description: 'This does not hold.' },
        ...Object.fromEntries(fields),
      };
    });

  const orderBy = (owner: ResourceModel): GraphQLInputObjectType => {
    const name = `${owner.type}OrderBy`;
    const existing = made.get(name);
    if (existing) return existing;
    // An order by what is masked would tell it, and its cursors would carry it.
    const fields = [...owner.fields].filter(([name, field]) => field.kind === 'value' && !isList(field) && !wrapped.has(`${owner.type}.${name}`) && !owner.masked.has(name)).map(([field]) => field);
    const created = new GraphQLInputObjectType({
      name,
      description: `One key of an order of ${owner.type} rows: just one field.`,
      isOneOf: true,
      fields: Object.fromEntries(fields.map((field) => [field, { type: direction, description: `By ${field}.` }])),
    });
    made.set(name, created);
    return created;
  };

  return { where, orderBy };
}

/** A column that holds a list has no operators and no order. */
function isList(field: Extract<FieldModel, { kind: 'value' }>): boolean {
  return field.pgType.endsWith('[]');
}

function operatorsOf(type: GraphQLNamedType): readonly string[] {
  if (isEnumType(type) || type === GraphQLID) return EQUALITY;
  if (type === GraphQLBoolean) return ['eq', 'ne'];
  return type === GraphQLString ? TEXT : ORDERED;
}

function fieldType(type: GraphQLObjectType, name: string): GraphQLOutputType {
  const field = type.getFields()[name];
  if (!field || !isObjectType(type)) throw new Error(`${type.name} has no field ${name}`);
  return field.type;
}
