import { getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, isRequiredInputField, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import type { ResourceModel } from '../../kernel/read/model.js';
import type { Platform } from '../../kernel/platform.js';
import { decodeId, encodeId } from '../../kernel/schema/ids.js';
import type { TestClient } from '../test-client.js';
import { quoted, type Planted } from './plant.js';

/** A mutation of one row, which its input names by `path`. */
export interface Naming {
  readonly mutation: string;
  readonly path: string;
  readonly resource: ResourceModel;
}

/** Values of inputs by name of the field; those of a mutation alone as `mutation.field`. `null` leaves an optional field out. */
export type Said = Readonly<Record<string, unknown>>;

const NOBODY = 'nobody_00000000000070008000000000000000';

function value(type: GraphQLInputType, name: string, mutation: string, said: Said, id: (path: string) => unknown, path: string): unknown {
  if (isNonNullType(type)) return value(type.ofType, name, mutation, said, id, path);
  const given = said[`${mutation}.${name}`] ?? said[name];
  if (given !== undefined) return given;
  if (isListType(type)) return [value(type.ofType, name, mutation, said, id, `${path}.0`)];
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    return Object.fromEntries(Object.values(named.getFields())
      .filter((field) => said[`${mutation}.${field.name}`] !== null && (isRequiredInputField(field) || getNamedType(field.type).name === 'ID' || said[`${mutation}.${field.name}`] !== undefined))
      .map((field) => [field.name, value(field.type, field.name, mutation, said, id, path === '' ? field.name : `${path}.${field.name}`)]));
  }
  if (isEnumType(named)) return named.getValues()[0]?.name;
  const plain: Readonly<Record<string, unknown>> = { Int: 1, Boolean: false, LocalDate: '2026-02-01', DateTime: '2026-02-01T00:00:00Z', Decimal: '1' };
  return named.name === 'ID' ? id(path) : (plain[named.name] ?? 'what was asked for');
}

/** An operation that does a mutation with the smallest input, ids as given by the path of each. */
function operation(schema: GraphQLSchema, mutation: string, said: Said, id: (path: string) => unknown): { readonly document: string; readonly variables: Readonly<Record<string, unknown>> } {
  const type = schema.getMutationType()?.getFields()[mutation]?.args[0]?.type as GraphQLInputType;
  return { document: `mutation ($input: ${String(type)}) { ${mutation}(input: $input) { userErrors { code path message } } }`, variables: { input: value(type, '', mutation, said, id, '') } };
}

/** Every id in the input of every mutation that `asked` takes, and of what it is: the refusal of a wrong one tells. */
export async function namings(platform: Platform, client: TestClient, said: Said, asked: (mutation: string) => boolean = () => true): Promise<readonly Naming[]> {
  const found: Naming[] = [];
  for (const mutation of Object.keys(platform.schema.getMutationType()?.getFields() ?? {}).filter(asked)) {
    const paths: string[] = [];
    const { document, variables } = operation(platform.schema, mutation, said, (path) => (paths.push(path), NOBODY));
    if (paths.length === 0) continue;
    for (const { code, path, message } of await client.refuse(document, variables)) {
      const resource = code === 'WRONG_ID' ? platform.model.byType.get(/is not the id of a (\w+)/.exec(message)?.[1] ?? '') : undefined;
      if (resource) found.push({ mutation, path: (path ?? []).join('.').replace(/^input\./, ''), resource });
    }
  }
  return found;
}

/**
 * What a mutation answers where its input names a row of `named`; its other ids are rows of `others`. The id stands in the answer
 * as `<id>`, so that answers can be compared.
 */
export async function answerTo(platform: Platform, client: TestClient, all: readonly Naming[], { mutation, path }: Naming, named: string, others: readonly Planted[], said: Said): Promise<string> {
  const { document, variables } = operation(platform.schema, mutation, said, (at) => {
    if (at === path) return named;
    const resource = all.find((one) => one.mutation === mutation && one.path === at)?.resource;
    const row = others.map((planted) => planted.get(quoted(resource?.tableName ?? ''))?.[0]).find((one) => one !== undefined);
    return row ? encodeId(resource?.prefix ?? '', String(row['id'])) : NOBODY;
  });
  const { data, errors } = await client.send(document, variables);
  return JSON.stringify({ data, errors: errors.map(({ code, message }) => ({ code, message })) }).replaceAll(named, '<id>').replaceAll(decodeId(named)?.uuid ?? named, '<id>');
}

/** Ids in mutations by which a row of somebody who was erased is named without `PERSON_ERASED`; each as `mutation path`. `answer` is what `answerTo` tells. */
export async function servedOfErased(all: readonly Naming[], answer: (naming: Naming) => Promise<string>): Promise<readonly string[]> {
  const served: string[] = [];
  for (const naming of all.filter(({ resource }) => resource.subject?.person)) {
    const { data } = JSON.parse(await answer(naming)) as { readonly data: Readonly<Record<string, { readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[] } | null>> | null };
    const refused = data?.[naming.mutation]?.userErrors.some(({ code, path }) => code === 'PERSON_ERASED' && path.join('.') === `input.${naming.path}`);
    if (!refused) served.push(`${naming.mutation} ${naming.path}`);
  }
  return served;
}
