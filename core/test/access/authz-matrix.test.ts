import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coreModules } from '../../src/core-modules.js';
import { rootFieldsOf } from '../../src/deployment/root-fields-of.js';
import { ANONYMOUS, matrixCells, NO_ROLE, type MatrixCell } from '../../src/testing/authz-matrix.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

let kit: TestPlatform;
let found: ReturnType<typeof matrixCells>;
beforeAll(async () => {
  kit = await startTestPlatform({ workers: false });
  found = matrixCells(kit.platform);
});
afterAll(() => kit.stop());

const told = ({ role, operation: { coordinate }, declared, found: was }: MatrixCell): string => `${role}: ${coordinate} is ${was}, declared ${declared}`;

describe('each role, and nobody', () => {
  it.each([...coreModules.flatMap(({ roles = [] }) => roles.map(({ name }) => name)), NO_ROLE, ANONYMOUS])('%s is let do and refused just what is declared', (role) => {
    const own = found.cells.filter((cell) => cell.role === role);
    expect(own.length).toBe(found.matrix.operations.length);
    expect(own.filter((cell) => cell.found !== cell.declared).map(told)).toEqual([]);
  });
});

it('has a valid document and a row for every root field of the schema', () => {
  expect(found.invalid).toEqual([]);
  const { schema } = kit.platform;
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) => Object.keys(type?.getFields() ?? {}).map((name) => `${type?.name}.${name}`));
  const rows = new Set(found.matrix.operations.map(({ coordinate }) => coordinate));
  expect(roots.filter((root) => !rows.has(root))).toEqual([]);
  expect(kit.platform.plan.modules.flatMap(rootFieldsOf).filter((root) => !rows.has(root))).toEqual([]);
});

it('opens to nobody but what says why', () => {
  const open = found.cells.filter(({ role, found: was }) => role === ANONYMOUS && was === 'let through').map(({ operation }) => operation);
  expect(open.filter((operation) => operation.public === undefined).map(({ coordinate }) => coordinate)).toEqual([]);
});

it('knows rows that are bound by the scope from those that are not', () => {
  const scopes = new Map(found.matrix.operations.map(({ coordinate, scope }) => [coordinate, scope]));
  expect([scopes.get('Query.persons'), scopes.get('Query.roles')]).toEqual(['rows of the scope', 'not bound']);
});
