import { accessProblems, guardedFields } from '../access-problems.js';
import { roleProblems } from '../role-problems.js';
import type { Deployment } from '../load-deployment.js';
import type { PlanProblem } from '../../kernel/plan/types.js';
import { modelProblems } from '../../kernel/schema/model-problems.js';
import { breakingChanges, breakingProblems, type BreakingChange } from './check-breaking.js';
import { openTables, type OpenTable } from '../../kernel/database/guards.js';
import { checkDescriptions } from './check-descriptions.js';
import { checkGuards } from './check-guards.js';
import { checkLocales } from './check-locales.js';
import { checkMigrations } from './check-migrations.js';
import { checkOperations } from './check-operations.js';
import { checkSafety } from './check-safety.js';
import { checkSchemaFile } from './check-schema-file.js';
import { subjectOf, type Subject } from './subject.js';

/** One question that `kinga check` asks, and what stands against it. */
export interface CheckResult {
  readonly name: string;
  readonly problems: readonly PlanProblem[];
}

/** A field that everybody may use, and why. */
export interface PublicField {
  readonly coordinate: string;
  readonly module: string;
  readonly because: string;
}

export interface CheckReport {
  readonly checks: readonly CheckResult[];
  readonly public: readonly PublicField[];
  /** Tables that hold something of persons and that no policy guards, and why. */
  readonly unguarded: readonly OpenTable[];
  /** Breaking changes since the last release; null where nothing has been released. */
  readonly breaking: readonly BreakingChange[] | null;
}

/**
 * Looks at everything that a deployment's modules promise and that can be seen without a database.
 *
 * @param deployment one whose plan is clean: loading it has checked that
 */
export async function checkDeployment(deployment: Deployment, subject: Subject = subjectOf(deployment)): Promise<CheckReport> {
  const breaking = await breakingChanges(subject);
  const { modules } = deployment.plan;
  const checks: CheckResult[] = [
    { name: 'the plan is clean', problems: [] },
    { name: 'schema.graphql is up to date', problems: await checkSchemaFile(subject) },
    { name: 'nothing breaks unannounced', problems: breakingProblems(breaking ?? []) },
    { name: 'migrations make what entities want', problems: await checkMigrations(subject) },
    { name: 'migrations hurt nobody who works meanwhile', problems: await checkSafety(subject) },
    { name: 'PostgreSQL guards every table that holds something of persons', problems: await checkGuards(subject) },
    { name: 'translations are complete', problems: await checkLocales(subject) },
    { name: 'operations are valid', problems: await checkOperations(subject) },
    { name: 'everything is described', problems: checkDescriptions(subject) },
    { name: 'the database keeps what the schema promises', problems: modelProblems(subject.schema, subject.model) },
    { name: 'every field says who may use it', problems: accessProblems(modules) },
    { name: 'roles are enough for what they let do', problems: roleProblems(modules, subject.schema, subject.model) },
  ];
  return { checks, breaking: breaking ?? null, public: publicFields(deployment), unguarded: openTables(modules) };
}

function publicFields({ plan }: Deployment): readonly PublicField[] {
  return guardedFields(plan.modules).flatMap(({ coordinate, module, access }) => (access.public ? [{ coordinate, module, because: access.public }] : []));
}
