import type { Module } from '../module/define-module.js';
import { extensionPoint } from '../module/extension-point.js';
import { join, sql, type Sql } from '../read/sql.js';
import type { SubjectSql } from './category.js';

/** Whether what is held of whom a row is about may be given away on the day of the request for a purpose that rests on consent: a predicate. */
export type ShareRule = (subject: SubjectSql, purpose: Sql) => Sql;

/** What must hold of somebody of whom something is given away, all of it: exports and webhooks go by it. */
export const shareRules = extensionPoint<ShareRule>('kernel.share-rules', 'many', 'What must hold of somebody of whom something is given away for a purpose that rests on consent');

/** All the rules that modules bring, as one. */
export function shareRuleOf(modules: readonly Module[]): ShareRule {
  const rules = modules.flatMap((module) => module.contributes ?? []).filter(({ point }) => point === shareRules.name).map(({ value }) => value as ShareRule);
  return (subject, purpose) => (rules.length === 0 ? sql`false` : join(rules.map((rule) => rule(subject, purpose)), ' and '));
}
