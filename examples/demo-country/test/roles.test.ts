import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cashTransfers } from '@kinga/cash-transfers';
import { healthInsurance } from '@kinga/health-insurance';
import { pensions } from '@kinga/pensions';
import { moduleOfPacks, readPack } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { getNamedType, isEnumType, isInputObjectType, isLeafType, isListType, isNonNullType, isRequiredInputField, type GraphQLField, type GraphQLInputType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry } from '../src/index.js';
import { LEAP } from '../src/leap.js';

interface Row {
  readonly operation: string;
  readonly takes: readonly string[];
  readonly roles: readonly string[];
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** What `kinga matrix` tells a deployment's administrators. */
let told: ReadonlyMap<string, Row>;
let platform: TestPlatform;
beforeAll(async () => {
  const attributes = moduleOfPacks([await readPack(LEAP)]);
  const [{ stdout }, started] = await Promise.all([
    promisify(execFile)(process.execPath, [`${ROOT}plugin-sdk/bin/kinga.js`, 'matrix', '--json'], { cwd: ROOT, maxBuffer: 64e6 }),
    startTestPlatform({ workers: false, modules: [cashTransfers, healthInsurance, pensions, ...(attributes ? [attributes] : []), demoCountry], seed: ['reference', 'demo'], today: '2026-03-01', limits: { principalRate: { capacity: 1e9 }, addressRate: { capacity: 1e9 } } }),
  ]);
  told = new Map((JSON.parse(stdout) as { readonly operations: readonly Row[] }).operations.map((row) => [row.operation, row]));
  platform = started;
}, 120_000);
afterAll(() => platform?.stop());

/** Values that scalars take; whom or what they name is nowhere, so that nothing is done. */
const SCALARS: Readonly<Record<string, unknown>> = {
  ID: 'person_00000000000000000000000000000000', String: 'x', Int: 1, Float: 1, Boolean: false, Decimal: '1', LocalDate: '2026-01-01', PartialDate: '2026-01-01', DateTime: '2026-01-01T00:00:00Z', JSON: {}, Period: '2026-01',
};

/** Asked by who signed in with a session, whom no test client is; core/test/access/signing-in.test.ts. */
const OF_A_SESSION = ['mySessions', 'sessionEnd'];

/** The least that an argument takes, of the right shape. */
function least(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return least(type.ofType as GraphQLInputType);
  if (isListType(type)) return [least(type.ofType as GraphQLInputType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? 'x';
  const fields = Object.values(type.getFields());
  const needed = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
  return Object.fromEntries(needed.map((field) => [field.name, least(field.type)]));
}

function documentOf(kind: 'query' | 'mutation', { name, args, type }: GraphQLField<unknown, unknown>): { readonly document: string; readonly variables: Readonly<Record<string, unknown>> } {
  const required = args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  const asked = `${name}${required.length > 0 ? `(${required.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})` : ''}${isLeafType(getNamedType(type)) ? '' : ' { __typename }'}`;
  return {
    document: `${kind}${required.length > 0 ? ` (${required.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')})` : ''} { ${asked} }`,
    variables: Object.fromEntries(required.map((arg) => [arg.name, least(arg.type)])),
  };
}

describe.each(demoCountry.roles?.map(({ name }) => name) ?? [])('the %s of the made-up country', (role) => {
  it('is answered by each root field that `kinga matrix` says, and refused by every other', { timeout: 60_000 }, async () => {
    const client = platform.as({ role });
    const { schema } = platform.platform;
    const differ: string[] = [];
    const counted = { answered: 0, refused: 0 };
    for (const [kind, type] of [['query', schema.getQueryType()], ['mutation', schema.getMutationType()]] as const) {
      for (const field of Object.values(type?.getFields() ?? {}).filter(({ name }) => !OF_A_SESSION.includes(name))) {
        const { document, variables } = documentOf(kind, field);
        const { errors } = await client.send(document, variables);
        const shape = errors.filter(({ message }) => message.includes('got invalid value'));
        const found = errors.some(({ code }) => code === 'FORBIDDEN' || code === 'UNAUTHENTICATED') ? 'refused' : 'answered';
        const row = told.get(`${kind === 'query' ? 'Query' : 'Mutation'}.${field.name}`);
        const declared = row?.roles.includes(role) ? 'answered' : 'refused';
        counted[found] += 1;
        if (shape.length > 0) differ.push(`${field.name} can't be asked: ${shape[0]?.message}`);
        else if (!row) differ.push(`${field.name} is not in the matrix`);
        else if (found !== declared) differ.push(`${field.name} is ${found}, and the matrix says ${declared}`);
      }
    }
    expect(differ).toEqual([]);
    expect(counted.answered).toBeGreaterThan(10);
    expect(counted.refused).toBeGreaterThan(100);
  });
});
