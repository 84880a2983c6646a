import { relative } from 'node:path';
import { getNamedType, GraphQLError, isInterfaceType, isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { classifiedAs } from '../kernel/privacy/register/register.js';
import type { FieldAccess } from '../kernel/schema/permission.js';
import { fieldsUsed, readOperations } from './contract/operations.js';
import { findClass } from './contract/sources.js';
import type { Subject } from './contract/subject.js';
import { didYouMean } from './did-you-mean.js';
import { DeploymentProblems } from './problems.js';

/** Everything that is known about why a field is there and does what it does. */
export interface FieldExplanation {
  readonly field: string;
  readonly type: string;
  readonly description: string;
  readonly module: string | null;
  readonly version: string | null;
  /** Class and member, or what made it. */
  readonly place: string | null;
  /** File and line of the class, from the configuration's folder, where its sources are there. */
  readonly file: string | null;
  /** Permissions that it takes. */
  readonly takes: readonly string[];
  /** What it holds: how sensitive, masked by which category, for which purpose; null where it is about nobody and no resource's. */
  readonly holds: { readonly sensitivity: string; readonly masked: string | null; readonly purpose: string } | null;
  /** Why it is open to everybody, where it is. */
  readonly public: string | null;
  /** Innermost first. */
  readonly wraps: readonly { readonly module: string; readonly because: string }[];
  readonly usedBy: readonly { readonly operation: string; readonly module: string; readonly file: string }[];
}

/**
 * Explains one field.
 *
 * @param coordinate `Type.field`
 * @throws DeploymentProblems UNKNOWN_FIELD
 */
export async function explainField(subject: Subject, coordinate: string): Promise<FieldExplanation> {
  const { schema, ownership, deployment: { plan, dir } } = subject;
  const field = findField(schema, coordinate);
  const access = field.extensions as FieldAccess;
  const owner = ownership.ownerOf(coordinate);
  const module = plan.modules.find(({ id }) => id === owner?.module);
  const className = /^(?:class )?([A-Z]\w*)/.exec(owner?.place ?? '')?.[1];
  const file = module && className ? await findClass(module, className) : undefined;
  return {
    field: coordinate,
    type: String(field.type),
    description: field.description ?? '',
    module: owner?.module ?? null,
    version: owner?.version ?? null,
    place: owner?.place ?? null,
    file: file ? relative(dir, file) : null,
    takes: permissionsOf(subject, coordinate, field),
    holds: heldBy(subject, coordinate),
    public: access.public ?? null,
    wraps: (plan.wraps.get(coordinate) ?? []).map(({ module: by, because }) => ({ module: by, because })),
    usedBy: await operationsUsing(subject, coordinate),
  };
}

function findField(schema: GraphQLSchema, coordinate: string): GraphQLField<unknown, unknown> {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
  if (field) return field;
  throw new DeploymentProblems([{
    code: 'UNKNOWN_FIELD',
    message: `No module of this deployment has the field ${coordinate}.${didYouMean(coordinate, coordinatesOf(schema))}`,
    cure: 'Name it as Type.field, such as Query.modules; kinga schema prints them all.',
  }]);
}

function coordinatesOf(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__') ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`) : []);
}

/** Its own, that of the resource that it belongs to, and that of the resource that it gives. */
function permissionsOf({ model }: Subject, coordinate: string, field: GraphQLField<unknown, unknown>): readonly string[] {
  const parent = model.byType.get(coordinate.split('.')[0] ?? '');
  const given = model.byType.get(getNamedType(field.type).name.replace(/(Connection|Edge)$/, ''));
  return [...new Set([(field.extensions as FieldAccess).permission, parent?.read, given?.read].filter((permission) => permission !== undefined))];
}

function heldBy({ model, deployment: { plan } }: Subject, coordinate: string): FieldExplanation['holds'] {
  const [type = '', field = ''] = coordinate.split('.');
  const resource = model.byType.get(type);
  const said = resource && classifiedAs(plan, resource, field);
  return said ? { sensitivity: said.sensitivity, masked: said.category ?? null, purpose: said.purpose } : null;
}

async function operationsUsing({ deployment: { plan, dir }, schema }: Subject, coordinate: string): Promise<FieldExplanation['usedBy']> {
  const files = (await Promise.all(plan.modules.map(readOperations))).flat();
  return files.flatMap(({ document, names, module, file }) =>
    !(document instanceof GraphQLError) && fieldsUsed(schema, document).has(coordinate)
      ? [{ operation: names.join(', '), module, file: relative(dir, file) }]
      : []);
}
