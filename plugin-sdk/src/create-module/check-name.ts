import { coreModules } from '@kinga/core';
import { createProblems } from './problems.js';
import type { Names } from './names.js';

/** Names that are someone's already: of Kinga's own packages, of PostgreSQL's schemas, of the development server's. */
const RESERVED_IDS = new Set(['core', 'kinga', 'plugin-sdk', 'public', 'information-schema', 'pgboss', 'test', 'tests', 'modules', 'examples', 'node-modules']);

/** Words that PostgreSQL does not take as the name of a schema or table without quotes. */
const SQL_WORDS = new Set((
  'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint create cross '
  + 'current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except '
  + 'false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime '
  + 'localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar some '
  + 'symmetric table tablesample then to trailing true union unique user using variadic verbose when where window with'
).split(' '));

/** Types that the kernel or GraphQL has, and classes of JavaScript that a module's own would hide. */
const TYPES = new Set([
  'Query', 'Mutation', 'Subscription', 'Node', 'Money', 'PageInfo', 'String', 'Int', 'Float', 'Boolean', 'ID', 'Decimal', 'LocalDate', 'DateTime', 'UserError',
  'InvalidInput', 'NotFound', 'Conflict', 'RuleViolation', 'ModuleInfo', 'OrderDirection', 'Array', 'Date', 'Error', 'Function', 'Map', 'Number', 'Object', 'Promise',
  'Proxy', 'RegExp', 'Set', 'Symbol', 'Field', 'Property', 'Resource', 'Connection', 'Versioned', 'Payload',
]);

/** Words of TypeScript, and what the template's own code already calls something. */
const TYPESCRIPT_WORDS = new Set((
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof '
  + 'interface let new null package private protected public return static super switch this throw true try typeof var void while with yield '
  + 'permissions roles describe expect it conformance platform officer pkg'
).split(' '));

/**
 * Refuses what cannot be a module's id.
 *
 * @throws DeploymentProblems MODULE_NAME, MODULE_NAME_RESERVED, MODULE_NAME_TAKEN
 */
export function checkForm(name: string): void {
  if (/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name) && name.length <= 40) return;
  const near = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-(?=\d)/g, '').replace(/^[^a-z]+|-+$/g, '').slice(0, 40);
  throw createProblems.form(name, near === '' || near === name ? undefined : near);
}

/** @throws DeploymentProblems MODULE_NAME_RESERVED, MODULE_NAME_TAKEN */
export function checkNames(names: Names, neighbours: readonly { readonly id: string; readonly directory: string }[]): void {
  const core = coreModules.find(({ id }) => id === names.id);
  if (core) throw createProblems.taken(names.id, `A module of ${core.packageName}`);
  const neighbour = neighbours.find(({ id }) => id === names.id);
  if (neighbour) throw createProblems.taken(names.id, `The module in ${neighbour.directory}`);
  if (RESERVED_IDS.has(names.id) || names.schema.startsWith('pg_')) throw createProblems.reserved(names.id, 'Kinga or PostgreSQL uses it for something else');
  const word = [names.schema, names.table].find((sqlName) => SQL_WORDS.has(sqlName));
  if (word) throw createProblems.reserved(names.id, `its tables would be called "${word}", which is a word of SQL`);
  const types = new Set([...TYPES, ...coreModules.flatMap(({ entities = [] }) => entities.map((entity) => entity.name))]);
  if (types.has(names.Entity)) throw createProblems.reserved(names.id, `its rows would be of the type ${names.Entity}, which is there already`);
  if (TYPESCRIPT_WORDS.has(names.module)) throw createProblems.reserved(names.id, `"${names.module}" already means something in TypeScript`);
}
