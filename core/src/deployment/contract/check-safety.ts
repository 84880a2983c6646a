import { idOf } from '../../kernel/database/migration.js';
import { readMigrations } from '../../kernel/database/migrate.js';
import type { PlanProblem } from '../../kernel/plan/types.js';
import { landedFile, readText } from './files.js';
import { lintMigration } from './lint-migration.js';
import { MIGRATION_RULES } from './migration-rules.js';
import { isOwnSource, type Subject } from './subject.js';

/**
 * Migrations that hurt a deployment while it runs, or the version before, which runs beside the new one while it is replaced.
 * Those that `migrations.landed.txt` names have been applied everywhere, and are nobody's danger any more.
 */
export async function checkSafety({ deployment: { dir, plan } }: Subject): Promise<readonly PlanProblem[]> {
  const landed = patterns(await readText(landedFile(dir)));
  const modules = plan.modules.map(async (module) => {
    const folder = module.migrations;
    if (!folder || !isOwnSource(folder)) return [];
    const fresh = (await readMigrations(module.id, folder)).filter((migration) => !landed.some((pattern) => pattern.test(idOf(migration))));
    const found = await Promise.all(fresh.map(async (migration) => (await lintMigration(migration.sql)).map((danger) => ({ migration, ...danger }))));
    return found.flat().map(({ migration, rule, what, line }): PlanProblem => ({
      code: 'MIGRATION_DANGEROUS',
      message: `${idOf(migration)}.sql, line ${line}: ${rule} (${what}): ${MIGRATION_RULES[rule].why}.`,
      cure: `${MIGRATION_RULES[rule].cure} Where it is right here, say why before the statement: -- kinga: allow ${rule} because …`,
    }));
  });
  return (await Promise.all(modules)).flat();
}

/** One id a line; a `*` stands for anything. */
function patterns(text = ''): readonly RegExp[] {
  return text.split('\n').map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '')
    .map((line) => new RegExp(`^${line.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`));
}
