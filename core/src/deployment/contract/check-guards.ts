import { parse } from 'libpg-query';
import { guardProblems, NAMES_SOMEBODY, openTables } from '../../kernel/database/guards.js';
import { readMigrations } from '../../kernel/database/migrate.js';
import type { Module } from '../../kernel/module/define-module.js';
import type { PlanProblem } from '../../kernel/plan/types.js';
import { resourceOptions } from '../../kernel/schema/resource.js';
import type { Subject } from './subject.js';

type Node = Readonly<Record<string, unknown>>;

/** What migrations make, as far as their statements say so: not what they do in blocks and functions. */
interface Laid {
  readonly tables: Set<string>;
  /** Table to those that it refers to. */
  readonly references: Map<string, Set<string>>;
  /** Tables with a column that is named after a person or a household. */
  readonly naming: Set<string>;
  readonly guarded: Set<string>;
}

/** Where the roads end: whatever leads here holds something of somebody. */
const SOMEBODY = ['people.person', 'people.household'];

/**
 * Tables that hold something of persons and that no policy guards, as the migrations of all modules say: what leads to a person or a
 * household, what is about one, and what its module calls personal. A database is asked the same when the platform starts.
 */
export async function checkGuards({ deployment: { plan } }: Pick<Subject, 'deployment'>): Promise<readonly PlanProblem[]> {
  const laid: Laid = { tables: new Set(), references: new Map(), naming: new Set(), guarded: new Set() };
  for (const { id, migrations } of plan.modules) {
    if (migrations) for (const { sql } of await readMigrations(id, migrations)) await read(sql, laid);
  }
  const held = new Set([...leading(laid), ...plan.modules.flatMap(personal)].filter((table) => laid.tables.has(table)));
  return [...guardProblems([...held].filter((table) => !laid.guarded.has(table)).sort(), plan.modules), ...idle(laid, held, plan.modules)];
}

/** Reasons for tables that need none: they are guarded, or gone, or hold nothing of anybody. */
function idle({ guarded, tables }: Laid, held: ReadonlySet<string>, modules: readonly Module[]): readonly PlanProblem[] {
  return openTables(modules).filter(({ table }) => guarded.has(table) || !tables.has(table) || !held.has(table)).map(({ table, module }) => ({
    code: 'UNGUARDED_FOR_NOTHING',
    message: `${module} says why ${table} is not guarded, and ${guarded.has(table) ? 'it is guarded' : tables.has(table) ? 'nothing in it is of a person' : 'no migration makes it'}.`,
    cure: 'Take it out of `unguarded`.',
  }));
}

/** Tables from which references lead to somebody, over any number of others. */
function leading({ references, naming }: Laid): ReadonlySet<string> {
  const found = new Set([...SOMEBODY, ...naming]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const [table, targets] of references) if ([...targets].some((target) => found.has(target))) found.add(table);
  }
  return found;
}

/** Tables that a module says are about somebody, or hold what is personal beside its resources. */
function personal({ entities = [], tables = {} }: Module): readonly string[] {
  return [
    ...entities.flatMap((target) => {
      const options = resourceOptions(target);
      return options?.privacy?.subject ? [options.table] : [];
    }),
    ...Object.entries(tables).flatMap(([table, { sensitivity }]) => (sensitivity === 'personal' || sensitivity === 'sensitive' ? [table] : [])),
  ];
}

async function read(sql: string, laid: Laid): Promise<void> {
  const { stmts = [] } = (await parse(sql)) as { readonly stmts?: readonly { readonly stmt: Node }[] };
  for (const { stmt } of stmts) {
    const [kind = '', body] = Object.entries(stmt)[0] as [string?, Node?];
    if (kind === 'CreateStmt') made(body ?? {}, laid);
    if (kind === 'AlterTableStmt') altered(body ?? {}, laid);
    if (kind === 'CallStmt') called(body ?? {}, laid);
    if (kind === 'CreatePolicyStmt') laid.guarded.add(nameOf(body?.['table']));
  }
}

function made({ relation, tableElts }: Node, laid: Laid): void {
  const table = nameOf(relation);
  laid.tables.add(table);
  for (const part of list(tableElts)) add(table, part, laid);
}

function altered({ relation, cmds }: Node, laid: Laid): void {
  for (const { AlterTableCmd: command } of list(cmds) as readonly { readonly AlterTableCmd?: Node }[]) {
    const def = command?.['def'];
    if (def) add(nameOf(relation), def as Node, laid);
  }
}

/** A column or a constraint of a table. */
function add(table: string, part: Node, laid: Laid): void {
  const { ColumnDef: column, Constraint: constraint } = part as { readonly ColumnDef?: Node; readonly Constraint?: Node };
  if (NAMES_SOMEBODY.test(String(column?.['colname'] ?? ''))) laid.naming.add(table);
  for (const each of [...(constraint ? [constraint] : []), ...(list(column?.['constraints']) as readonly { readonly Constraint: Node }[]).map(({ Constraint }) => Constraint)]) {
    if (each['contype'] === 'CONSTR_FOREIGN') laid.references.set(table, (laid.references.get(table) ?? new Set()).add(nameOf(each['pktable'])));
  }
}

/** `call people.guard_by_place('lunches.lunch')`, and whatever else begins with guard. */
function called({ funccall }: Node, laid: Laid): void {
  const { funcname, args } = funccall as Node;
  const [name] = list(funcname).slice(-1) as readonly { readonly String?: { readonly sval: string } }[];
  const [table] = list(args) as readonly { readonly A_Const?: { readonly sval?: { readonly sval: string } } }[];
  if (name?.String?.sval.startsWith('guard') && table?.A_Const?.sval) laid.guarded.add(table.A_Const.sval.sval);
}

function nameOf(relation: unknown): string {
  const { schemaname, relname } = (relation ?? {}) as { readonly schemaname?: string; readonly relname?: string };
  return schemaname ? `${schemaname}.${relname}` : String(relname ?? '');
}

function list(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value : [];
}
