import type { PlanProblem } from '../../kernel/plan/types.js';
import type { Module } from '../../kernel/module/define-module.js';
import { readText } from './files.js';
import { isOwnSource, type Subject } from './subject.js';
import { migrationsSql, readSnapshot, snapshotFile, snapshotText, tablesOf, type Snapshot } from './table-snapshot.js';

/** What a module's tables, its migrations and the committed snapshot of both say of each other. */
interface Comparison {
  readonly module: Module;
  readonly folder: URL;
  /** What the entities want that the snapshot lacks (`+`) and the other way round (`-`). */
  readonly differences: readonly string[];
  readonly snapshot: Snapshot | undefined;
  readonly sql: string;
  readonly present: string;
}

/** Entities that have moved on without a migration. Offline: against a snapshot that was committed with the last migration. */
export async function checkMigrations(subject: Subject): Promise<readonly PlanProblem[]> {
  return (await compareAll(subject)).flatMap((comparison) => {
    const { module, snapshot, differences, sql, present } = comparison;
    const refresh = 'Run kinga check --write and commit snapshot.txt with the migration.';
    if (!snapshot) return [{ code: 'SNAPSHOT_MISSING', message: `${module.id} has no migrations/…/snapshot.txt that says which tables its migrations make.`, cure: refresh }];
    if (differences.length > 0) return [isMigrated(comparison) ? stale(module, differences, refresh) : unmigrated(module, differences)];
    if (snapshot.text !== present) return [stale(module, ['the migrations were changed'], refresh)];
    return unnamed(tablesOf(subject.orm, module), sql).map((name) => ({
      code: 'MIGRATION_LACKS', message: `No migration of ${module.id} says ${name}, which its entities have.`, cure: 'Write a migration that adds it, or correct the name in the entity.',
    }));
  });
}

/**
 * Writes the snapshots anew where the migrations were changed too.
 *
 * @returns the files written, and what keeps others from being
 */
export async function writeSnapshots(subject: Subject, write: (file: URL, text: string) => Promise<void>): Promise<{ written: URL[]; problems: PlanProblem[] }> {
  const written: URL[] = [];
  const problems: PlanProblem[] = [];
  for (const comparison of await compareAll(subject)) {
    const { module, folder, snapshot, differences, present } = comparison;
    if (snapshot?.text === present) continue;
    if (snapshot && differences.length > 0 && !isMigrated(comparison)) problems.push(unmigrated(module, differences));
    else {
      await write(snapshotFile(folder), present);
      written.push(snapshotFile(folder));
    }
  }
  return { written, problems };
}

async function compareAll({ deployment: { plan }, orm }: Subject): Promise<readonly Comparison[]> {
  const comparisons = plan.modules.map(async (module) => {
    const folder = module.migrations;
    if (!folder || !isOwnSource(folder) || !module.entities?.length) return [];
    const sql = await migrationsSql(folder);
    const tables = tablesOf(orm, module);
    const text = await readText(snapshotFile(folder));
    const snapshot = text === undefined ? undefined : readSnapshot(text);
    return [{ module, folder, sql, snapshot, present: snapshotText(tables, sql), differences: differences(snapshot?.lines ?? [], tables) }];
  });
  return (await Promise.all(comparisons)).flat();
}

function isMigrated({ snapshot, sql, present }: Comparison): boolean {
  return sql !== '' && snapshot?.migrations !== readSnapshot(present).migrations;
}

function differences(before: readonly string[], now: readonly string[]): readonly string[] {
  return [...now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`), ...before.filter((line) => !now.includes(line)).map((line) => `- ${line}`)];
}

function unmigrated(module: Module, changes: readonly string[]): PlanProblem {
  return {
    code: 'MIGRATION_MISSING',
    message: `The entities of ${module.id} have changed, and its migrations have not: ${changes.join('; ')}.`,
    cure: 'Write the next NNNN_what.sql in its migrations folder, then run kinga check --write and commit both.',
  };
}

function stale(module: Module, changes: readonly string[], cure: string): PlanProblem {
  return { code: 'SNAPSHOT_STALE', message: `The snapshot of the tables of ${module.id} is older than its migrations: ${changes.join('; ')}.`, cure };
}

/** Tables and columns that the statements never name: a column that was recorded, but forgotten in the migration. */
function unnamed(lines: readonly string[], sql: string): readonly string[] {
  const words = new Set(sql.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? []);
  return [...new Set(lines.flatMap((line) => (line.split(' ')[0] ?? '').split('.').slice(1)).filter((name) => !words.has(name.toLowerCase())))];
}
