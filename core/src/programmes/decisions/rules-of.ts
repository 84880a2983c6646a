import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inProgrammesOf } from '../../people/scope.js';
import { parametersInForce } from '../parameters/parameters-in-force.js';
import type { ProgrammeTarget } from '../programme.js';
import { programmeNotFound } from '../refusals.js';
import { compileRules, loadVocabulary, type CompiledRules, type Rule } from '../rules/engine.js';
import { tablesFor } from '../tables/tables-for.js';
import type { LeadsTo } from '../versions/leads-to.js';
import { ruleSetOf } from '../versions/check-rules.js';
import { rulesOfPeriods } from './period-rules.js';
import { noVersion } from './refusals.js';

/** The rules of a version as of a day, ready to judge by. */
export interface ProgrammeRules {
  readonly programmeId: string;
  readonly versionId: string;
  /** What becomes of whoever is enrolled and is no longer eligible. */
  readonly whenNoLongerEligible: LeadsTo;
  readonly target: ProgrammeTarget;
  readonly currency: string;
  /** Those that decide on somebody. */
  readonly compiled: CompiledRules;
  /** All rules of the version, also those that are about something beside, such as a demand. */
  readonly all: readonly Rule[];
  /** Whether they are those by which periods are determined, where a scheme has them so. */
  readonly ofPeriods: boolean;
}

interface Found {
  readonly programme_id: string;
  readonly version_id: string | null;
  readonly leads_to: LeadsTo;
  readonly target: ProgrammeTarget;
  readonly currency: string;
  readonly scheme: string;
  readonly rules: readonly Rule[];
}

interface Basis {
  readonly version_id: string;
  readonly on: string;
  readonly parameter_ids: readonly string[];
  readonly table_ids: readonly string[];
  readonly of_periods: boolean;
}

const RULES = trusted(`coalesce((select jsonb_agg(jsonb_build_object('code', r.code, 'kind', r.kind, 'expression', r.expression) order by r.position) from programmes.rule r where r.version_id = v.id), '[]') as rules`);

/** The rules that are in force in a programme on a day; refuses a programme that the actor may not act on, and a day without any. */
export async function rulesInForce(ctx: TxContext, programmeId: string, day: string, path = 'programmeId'): Promise<ProgrammeRules> {
  const found = await find(ctx, inForce(ctx, programmeId, day));
  if (!found) return refuse(programmeNotFound(path));
  return found.version_id === null ? refuse(noVersion(path, { day })) : compiled(ctx, { ...found, version_id: found.version_id }, day);
}

/** The same, where there are any. */
export async function rulesInForceIfAny(ctx: TxContext, programmeId: string, day: string): Promise<ProgrammeRules | undefined> {
  const found = await find(ctx, inForce(ctx, programmeId, day));
  return found?.version_id ? compiled(ctx, { ...found, version_id: found.version_id }, day) : undefined;
}

/** Those by which a period that begins on a day is determined, where there are any. */
export async function periodRulesInForce(ctx: TxContext, programmeId: string, day: string): Promise<ProgrammeRules | undefined> {
  const found = await find(ctx, inForce(ctx, programmeId, day));
  return found?.version_id ? compiled(ctx, { ...found, version_id: found.version_id }, day, { ofPeriods: true }) : undefined;
}

function inForce(ctx: TxContext, programmeId: string, day: string): Sql {
  return sql`
    select p.id as programme_id, v.id as version_id, v.when_no_longer_eligible as leads_to, p.target, p.currency, p.scheme, ${RULES} from programmes.programme p left join programmes.programme_version v
      on v.programme_id = p.id and v.state in ('PUBLISHED', 'SUPERSEDED') and daterange(v.effective_from, v.in_force_to) @> ${day}::date
    where p.id = ${programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`;
}

/** The rules of a version, published or not, as of a day; undefined where the actor may not see it. */
export async function rulesOfVersion(ctx: TxContext, versionId: string, day: string): Promise<ProgrammeRules | undefined> {
  return ofVersion(ctx, versionId, day);
}

/** The rules of a basis, by just the values and tables that it names. */
export async function rulesOfBasis(ctx: TxContext, basisId: string): Promise<ProgrammeRules | undefined> {
  const { rows: [basis] } = await ctx.tx.query<Basis>('select version_id, on_date::text as "on", parameter_ids, table_ids, of_periods from programmes.decision_basis where id = $1', [basisId]);
  return basis && ofVersion(ctx, basis.version_id, basis.on, basis);
}

async function ofVersion(ctx: TxContext, versionId: string, day: string, by?: Basis): Promise<ProgrammeRules | undefined> {
  const found = await find(ctx, sql`
    select p.id as programme_id, v.id as version_id, v.when_no_longer_eligible as leads_to, p.target, p.currency, p.scheme, ${RULES} from programmes.programme_version v join programmes.programme p on p.id = v.programme_id
    where v.id = ${versionId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  return found?.version_id ? compiled(ctx, { ...found, version_id: found.version_id }, day, by && { by, ofPeriods: by.of_periods }) : undefined;
}

async function find(ctx: TxContext, query: Sql): Promise<Found | undefined> {
  return (await ask<Found>(ctx, query)).rows[0];
}

async function compiled(ctx: TxContext, { programme_id: programmeId, version_id: versionId, leads_to: whenNoLongerEligible, target, currency, scheme, rules }: Found & { readonly version_id: string }, day: string, { by, ofPeriods = false }: { readonly by?: Basis; readonly ofPeriods?: boolean } = {}): Promise<ProgrammeRules> {
  const parameters = await parametersInForce(ctx, programmeId, by && { ids: by.parameter_ids });
  const tables = await tablesFor(ctx, programmeId, by && { ids: by.table_ids });
  const own = ofPeriods ? rulesOfPeriods(ctx.platform, scheme, rules) : undefined;
  const vocabulary = await loadVocabulary(ctx, ctx.platform.model, own ?? rules, { parameters, tables });
  const deciding = (own ?? rules).filter(({ kind }) => !vocabulary.kinds.get(kind)?.about);
  return { programmeId, versionId, whenNoLongerEligible, target, currency, all: rules, ofPeriods: own !== undefined, compiled: compileRules(vocabulary, ruleSetOf({ target, currency }, deciding), day) };
}
