import { parse, parsePlPgSQL } from 'libpg-query';
import type { MigrationRule } from './migration-rules.js';

/** A statement that breaks a rule. */
export interface DangerousStatement {
  readonly rule: MigrationRule;
  /** What it is about, such as `people.person.email`. */
  readonly what: string;
  /** Line of the file in which the statement begins. */
  readonly line: number;
}

type Node = Readonly<Record<string, unknown>>;

interface Relation {
  readonly schemaname?: string;
  readonly relname: string;
}

/** What stands between statements may allow a rule: `-- kinga: allow drop because 1.4 stopped reading it`. */
const ALLOWED = /--\s*kinga:\s*allow\s+([\w-]+)\s+because[^\S\n]+\S/g;
const FILLED = new Set(['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY']);
/** Functions whose value is one for a whole statement, so that no row is written anew. */
const STABLE = new Set(['now', 'current_timestamp', 'statement_timestamp', 'transaction_timestamp', 'current_setting', 'jsonb_build_object', 'jsonb_build_array']);
const DROPPED = new Set(['OBJECT_TABLE', 'OBJECT_SCHEMA', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_TYPE', 'OBJECT_SEQUENCE', 'OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE', 'OBJECT_AGGREGATE', 'OBJECT_DOMAIN']);
/** What a command of ALTER TABLE is in itself. */
const COMMANDS: Readonly<Record<string, MigrationRule>> = {
  AT_SetNotNull: 'not-null', AT_AlterColumnType: 'type-change', AT_DropColumn: 'drop', AT_SetLogged: 'rewrite', AT_SetUnLogged: 'rewrite', AT_SetTableSpace: 'rewrite', AT_SetAccessMethod: 'rewrite',
  AT_DisableRowSecurity: 'guard', AT_NoForceRowSecurity: 'guard', AT_DisableTrig: 'guard', AT_DisableTrigAll: 'guard', AT_DisableTrigUser: 'guard', AT_DisableRule: 'guard',
};
const WRITES = new Set(['UpdateStmt', 'DeleteStmt']);
/** Settings by which a migration waits for nobody long, and by which triggers run. */
const SETTINGS = new Set(['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout', 'session_replication_role', 'row_security']);
const SERIAL = /^(small|big)?serial\d?$/;

/** Looks for statements that hurt who uses the tables meanwhile. Tables that the migration itself makes are nobody's yet. */
export async function lintMigration(sql: string): Promise<readonly DangerousStatement[]> {
  const bytes = Buffer.from(sql);
  const statements = await parsed(sql);
  if (typeof statements === 'string') return [{ rule: 'unreadable', what: statements, line: 1 }];
  const made = new Set<string>();
  const found: DangerousStatement[] = [];
  let end = 0;
  for (const { stmt, stmt_location: from = 0, stmt_len: length = bytes.length - from } of statements) {
    const before = bytes.subarray(end, from + length).toString();
    end = from + length;
    const allowed = new Set([...before.matchAll(ALLOWED)].map(([, rule]) => rule));
    const line = bytes.subarray(0, from).toString().split('\n').length;
    const inside = 'DoStmt' in stmt ? await ofBlock(bytes.subarray(from, end).toString()) : within(stmt);
    found.push(...[stmt, ...inside].flatMap((each) => dangers(each, made)).filter(({ rule }) => !allowed.has(rule)).map((danger) => ({ ...danger, line })));
  }
  return found;
}

/** The statements of a DO block; not those that it puts together as texts. */
async function ofBlock(sql: string): Promise<readonly Node[]> {
  const queries = (value: unknown): readonly string[] => {
    if (typeof value !== 'object' || value === null) return [];
    const { query } = (value as { readonly PLpgSQL_stmt_execsql?: { readonly sqlstmt: { readonly PLpgSQL_expr: { readonly query: string } } } }).PLpgSQL_stmt_execsql?.sqlstmt.PLpgSQL_expr ?? {};
    return query === undefined ? Object.values(value).flatMap(queries) : [query];
  };
  const read = await Promise.all(queries(await parsePlPgSQL(sql)).map(parsed));
  return read.flatMap((statements) => (typeof statements === 'string' ? [] : statements.flatMap(({ stmt }) => [stmt, ...within(stmt)])));
}

async function parsed(sql: string): Promise<readonly { readonly stmt: Node; readonly stmt_location?: number; readonly stmt_len?: number }[] | string> {
  try {
    return ((await parse(sql)) as { readonly stmts?: readonly { readonly stmt: Node }[] }).stmts ?? [];
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Danger = Omit<DangerousStatement, 'line'>;

function dangers(stmt: Node, made: Set<string>): readonly Danger[] {
  const [kind = '', body] = Object.entries(stmt)[0] as [string?, Node?];
  const node = body ?? {};
  const table = node['relation'] ? nameOf(node['relation'] as Relation) : '';
  switch (kind) {
    case 'CreateStmt': made.add(table); return [];
    case 'CreateTableAsStmt': made.add(nameOf((node['into'] as { readonly rel: Relation }).rel)); return [];
    case 'CreateSchemaStmt': return [];
    case 'AlterObjectSchemaStmt': return [{ rule: 'rename', what: table || 'set schema' }];
    case 'AlterEnumStmt': return node['oldVal'] ? [{ rule: 'rename', what: String(node['oldVal']) }] : [];
    case 'AlterDomainStmt': return node['subtype'] === 'C' ? ofConstraint(texts(node['typeName']).join('.'), constraintIn(node)) : [];
    case 'LockStmt': case 'VacuumStmt': case 'ClusterStmt': case 'ReindexStmt': return [{ rule: 'lock', what: kind.replace('Stmt', '').toLowerCase() }];
    case 'RefreshMatViewStmt': return node['concurrent'] ? [] : [{ rule: 'lock', what: table }];
    case 'VariableSetStmt': return SETTINGS.has(String(node['name'])) ? [{ rule: 'setting', what: String(node['name']) }] : [];
    case 'RenameStmt': return made.has(table) ? [] : [{ rule: 'rename', what: [table, node['subname'] ?? ''].filter(Boolean).join('.') }];
    case 'DropStmt': return DROPPED.has(String(node['removeType'])) ? [{ rule: 'drop', what: droppedNames(node).join(', ') }] : [];
    case 'IndexStmt': return made.has(table) ? [] : [{ rule: 'index', what: table }];
    case 'UpdateStmt': case 'DeleteStmt': return made.has(table) || looksAtRows(node['whereClause']) ? [] : [{ rule: 'whole-table', what: table }];
    case 'TruncateStmt': return [{ rule: 'whole-table', what: 'truncate' }];
    case 'AlterTableStmt': return made.has(table) ? [] : ((node['cmds'] ?? []) as readonly { readonly AlterTableCmd: Node }[]).flatMap(({ AlterTableCmd: command }) => ofCommand(table, command));
    default: return [];
  }
}

function ofCommand(table: string, command: Node): readonly Danger[] {
  const what = `${table}.${String(command['name'] ?? '')}`.replace(/\.$/, '');
  const def = (command['def'] ?? {}) as Readonly<Record<string, Node>>;
  const rule = COMMANDS[String(command['subtype'])];
  if (rule) return [{ rule, what }];
  switch (command['subtype']) {
    case 'AT_AddConstraint': return ofConstraint(table, def['Constraint'] ?? {});
    case 'AT_AddColumn': return ofColumn(table, def['ColumnDef'] ?? {});
    default: return [];
  }
}

function ofColumn(table: string, column: Node): readonly Danger[] {
  const what = `${table}.${String(column['colname'])}`;
  const constraints = ((column['constraints'] ?? []) as readonly { readonly Constraint: Node }[]).map(({ Constraint }) => Constraint);
  const kinds = new Set(constraints.map((constraint) => String(constraint['contype'])));
  const computed = constraints.some((constraint) => FILLED.has(String(constraint['contype'])) && (constraint['contype'] !== 'CONSTR_DEFAULT' || differs(constraint['raw_expr'])));
  const serial = SERIAL.test(texts((column['typeName'] as Node | undefined)?.['names']).at(-1) ?? '');
  return [
    ...(kinds.has('CONSTR_FOREIGN') ? [{ rule: 'foreign-key', what } as const] : []),
    ...(kinds.has('CONSTR_CHECK') ? [{ rule: 'check', what } as const] : []),
    ...((kinds.has('CONSTR_NOTNULL') || kinds.has('CONSTR_PRIMARY')) && ![...kinds].some((kind) => FILLED.has(kind)) ? [{ rule: 'not-null', what } as const] : []),
    ...(computed || serial ? [{ rule: 'rewrite', what } as const] : []),
    ...(kinds.has('CONSTR_UNIQUE') || kinds.has('CONSTR_PRIMARY') ? [{ rule: 'index', what } as const] : []),
  ];
}

function ofConstraint(table: string, constraint: Node): readonly Danger[] {
  const what = `${table}.${String(constraint['conname'] ?? '')}`.replace(/\.$/, '');
  switch (constraint['contype']) {
    case 'CONSTR_FOREIGN': return constraint['skip_validation'] ? [] : [{ rule: 'foreign-key', what }];
    case 'CONSTR_CHECK': return constraint['skip_validation'] ? [] : [{ rule: 'check', what }];
    case 'CONSTR_NOTNULL': return constraint['skip_validation'] ? [] : [{ rule: 'not-null', what }];
    // An index that was built beforehand is only taken over.
    case 'CONSTR_UNIQUE': case 'CONSTR_PRIMARY': case 'CONSTR_EXCLUSION': return constraint['indexname'] ? [] : [{ rule: 'index', what }];
    default: return [];
  }
}

/** Whether an expression calls a function that may give each row another value. */
function differs(expression: unknown): boolean {
  if (typeof expression !== 'object' || expression === null) return false;
  const call = (expression as { readonly FuncCall?: { readonly funcname: readonly { readonly String: { readonly sval: string } }[] } }).FuncCall;
  if (call && !STABLE.has(call.funcname.at(-1)?.String.sval ?? '')) return true;
  return Object.values(expression).some(differs);
}

/** Statements that write within another: by WITH, say. */
function within(value: unknown): readonly Node[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((part) => Object.entries((part ?? {}) as object).filter(([name]) => WRITES.has(name)).map(([name, body]): Node => ({ [name]: body as unknown })).concat(within(part)));
}

/** Whether a condition is about the rows at all: `where true` is about none. */
function looksAtRows(condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return false;
  return 'ColumnRef' in condition || 'CurrentOfExpr' in condition || Object.values(condition).some(looksAtRows);
}

function constraintIn(node: Node): Node {
  return (node['def'] as { readonly Constraint?: Node } | undefined)?.Constraint ?? {};
}

function texts(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { sval } = value as { readonly sval?: string };
  return sval === undefined ? Object.values(value).flatMap(texts) : [sval];
}

function nameOf({ schemaname, relname }: Relation): string {
  return schemaname ? `${schemaname}.${relname}` : relname;
}

function droppedNames(node: Node): readonly string[] {
  return ((node['objects'] ?? []) as readonly unknown[]).map((each) => texts(each).join('.'));
}
