import type { Plan } from '../plan/types.js';
import { readMigrations, type Migration } from './migrate.js';

/** Every migration of a plan, in the order in which they are applied. */
export async function migrationsOf(plan: Plan): Promise<readonly Migration[]> {
  const lists = await Promise.all(plan.modules.map((module) => (module.migrations ? readMigrations(module.id, module.migrations) : [])));
  return lists.flat();
}
