import type { Module } from '../module/define-module.js';
import { extensionPoint } from '../module/extension-point.js';
import type { Sql } from '../read/sql.js';

/** Whom a row is about, as SQL; what it is not about is left out. */
export interface SubjectSql {
  readonly person?: Sql;
  readonly household?: Sql;
}

/**
 * Values that are masked unless somebody needs them: fields name it by `@Privacy({ category })`. Two permissions, for two
 * kinds of people: those who open it for one person at a time, with a reason that is recorded, and those who see it all
 * the time, since it is their daily work.
 */
export interface MaskedCategory {
  /** What it holds, for people. */
  readonly description: string;
  /** Permission to open it for one person, with a reason. */
  readonly reveal: string;
  /** Permission to see it without. */
  readonly clear: string;
  /** Whether it is open to the actor now for whom the row is about: a predicate that is false or null where not. */
  readonly opened: (subject: SubjectSql) => Sql;
}

/** What is masked. */
export const maskedCategories = extensionPoint<MaskedCategory>('kernel.masked-categories', 'many', 'Categories of fields that are masked until they are revealed');

/** The categories that modules bring, by name. */
export function categoriesOf(modules: readonly Module[]): ReadonlyMap<string, MaskedCategory> {
  const contributions = modules.flatMap((module) => module.contributes ?? []).filter(({ point }) => point === maskedCategories.name);
  return new Map(contributions.map(({ name, value }) => [name, value as MaskedCategory]));
}
