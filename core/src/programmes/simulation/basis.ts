import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inProgrammesOf } from '../../people/scope.js';
import { parametersInForce } from '../parameters/parameters-in-force.js';
import type { ProgrammeTarget } from '../programme.js';
import { versionNotFound } from '../refusals.js';
import { compileRules, loadVocabulary, type CompiledRules, type Rule } from '../rules/engine.js';
import { tablesFor } from '../tables/tables-for.js';
import { ruleSetOf } from '../versions/check-rules.js';

/** The rules of a version as they were, with the values of parameters and versions of tables by which they were compiled. */
export interface Basis {
  readonly rules: readonly Rule[];
  readonly parameters: readonly string[];
  readonly tables: readonly string[];
}

export interface SimulatedProgramme {
  readonly id: string;
  readonly target: ProgrammeTarget;
  readonly currency: string;
}

/** A version that the actor may see, with its programme and its rules. */
export async function versionToTry(ctx: TxContext, id: string, path: string): Promise<{ readonly programme: SimulatedProgramme; readonly rules: readonly Rule[] }> {
  const { rows: [programme] } = await ask<SimulatedProgramme>(ctx, sql`
    select p.id, p.target, p.currency from programmes.programme_version v join programmes.programme p on p.id = v.programme_id
    where v.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  if (!programme) return refuse(versionNotFound(path));
  const { rows } = await ctx.tx.query<Rule>('select code, kind, expression from programmes.rule where version_id = $1 order by position', [id]);
  return { programme, rules: rows };
}

/**
 * Compiles rules with more rules beside them, all of which may ask for what is masked: figures alone come of it.
 *
 * @param by the values by which they were compiled before, so that they mean the same again
 */
export async function compiledWith(ctx: TxContext, programme: SimulatedProgramme, rules: readonly Rule[], on: string, by?: Omit<Basis, 'rules'>): Promise<CompiledRules> {
  const [parameters, tables] = [await parametersInForce(ctx, programme.id, by && { ids: by.parameters }), await tablesFor(ctx, programme.id, by && { ids: by.tables })];
  return compileRules(await loadVocabulary(ctx, ctx.platform.model, rules, { parameters, tables }), ruleSetOf(programme, rules), on);
}

