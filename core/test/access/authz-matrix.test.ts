import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coreModules } from '../../src/core-modules.js';
import { roleProblems } from '../../src/deployment/role-problems.js';
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

it('has a role for every permission, and each role sees what it does', () => {
  const { plan, schema, model } = kit.platform;
  expect(roleProblems(plan.modules, schema, model)).toEqual([]);
});

it('says which permission nobody can be granted, and which role does not see what it did', () => {
  const { plan, schema, model } = kit.platform;
  const clipped = plan.modules.map((module) => (module.id === 'indicators'
    ? { ...module, roles: module.roles?.map((role) => ({ ...role, permissions: role.permissions.filter((name) => name !== 'kernel.files.read') })) }
    : module.id === 'matching' ? { ...module, roles: [] } : module));
  expect(roleProblems(clipped, schema, model).map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'PERMISSION_WITHOUT_ROLE: No role has the permission people.persons.merge of people, so that nobody can be granted it.',
    'PERMISSION_WITHOUT_ROLE: No role has the permission matching.search.manage of matching, so that nobody can be granted it.',
    'PERMISSION_WITHOUT_ROLE: No role has the permission matching.duplicates.read of matching, so that nobody can be granted it.',
    'PERMISSION_WITHOUT_ROLE: No role has the permission matching.duplicates.find of matching, so that nobody can be granted it.',
    'PERMISSION_WITHOUT_ROLE: No role has the permission matching.duplicates.decide of matching, so that nobody can be granted it.',
    "ROLE_CANNOT_SEE: The role monitoring-officer of indicators may do indicatorExport and may not see its answer's file.",
  ]);
});
