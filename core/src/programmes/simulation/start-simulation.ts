import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { sql } from '../../kernel/read/sql.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { placeNotFound } from '../../people/places/refusals.js';
import { inPlacesOf } from '../../people/scope.js';
import { eligibilityNeeded, ruleInvalid } from '../refusals.js';
import { RuleSetError, type Rule } from '../rules/engine.js';
import { settingsOf } from '../settings.js';
import { readWhom } from '../whom.js';
import { versionsInForce } from '../versions/version-in-force.js';
import { compiledWith, versionToTry, type Basis, type SimulatedProgramme } from './basis.js';
import type { Breakdown } from './breakdown.js';
import { SEE_SMALL } from './figures.js';
import { checkLens } from './lens.js';
import { againstOther, filterTakesPersons, periodNeeded, periodWrong } from './refusals.js';
import { simulate } from './simulate-job.js';
import { ProgrammeSimulateInput, ProgrammeSimulatePayload } from './try-input.js';

/** The rules as they are, and what they are compiled by as things stand; refuses where they are wrong. */
async function basisOf(ctx: TxContext, programme: SimulatedProgramme, rules: readonly Rule[], on: string, path: string, periodSaid: boolean): Promise<Basis> {
  try {
    const compiled = await compiledWith(ctx, programme, rules, on);
    if (!periodSaid && (compiled.facts.get('period')?.facts.size ?? 0) > 0) refuse(periodNeeded('periodFrom'));
    const { parameters, tables } = compiled.basis;
    return { rules, parameters, tables };
  } catch (error) {
    if (!(error instanceof RuleSetError)) throw error;
    return refuse(...error.problems.map(({ rule, line, column, message, hint }) => ruleInvalid(path, { line, column, message: `${rule}: ${message.replace(/\.$/, '')}`, hint: hint ?? 'The facts are in the query `facts`.' })));
  }
}

async function placeOf(ctx: TxContext, code: string | null | undefined): Promise<string | null> {
  if (code === null || code === undefined) return null;
  const { rows } = await ask<{ id: string }>(ctx, sql`select p.id from people.place p where p.code = ${code} and ${inPlacesOf(ctx, sql`p.id`)}`);
  return rows[0]?.id ?? refuse(placeNotFound('placeCode', { code }));
}

@Resolver()
export class StartSimulation {
  @Mutation(() => ProgrammeSimulatePayload, {
    description: 'Tries the rules of a version on the registry, or on a part of it, against those of another: how many are eligible, what it costs, who gains and who loses. Only those whom you may see are assessed; nothing of them is kept but figures of groups.',
  })
  @Requires('programmes.simulations.run')
  programmeSimulate(@Arg('input', () => ProgrammeSimulateInput, { description: 'What, on whom, against what.' }) input: ProgrammeSimulateInput, @Ctx() ctx: Context): Promise<ProgrammeSimulatePayload> {
    return write<ProgrammeSimulatePayload, ProgrammeSimulateInput>(ctx, { operation: 'programmeSimulate', input }, async (asked, given) => {
      const { versionId, periodFrom = null, periodTo = null, filter = null, title = null, where } = given;
      if (where && !asked.actor.permissions.has(SEE_SMALL)) refuse(filterTakesPersons('where'));
      if ((periodFrom === null) !== (periodTo === null) || (periodFrom !== null && periodTo !== null && periodTo < periodFrom)) refuse(periodWrong('periodTo'));
      if (filter !== null && !asked.actor.permissions.has(SEE_SMALL)) refuse(filterTakesPersons('filter'));
      const { programme, rules } = await versionToTry(asked, versionId, 'versionId');
      const { ctx: tx, chosen } = readWhom(asked, programme.target, where);
      const on = given.on ?? tx.today;
      if (!rules.some(({ kind }) => kind === 'ELIGIBILITY')) refuse(eligibilityNeeded('versionId'));
      const againstId = given.againstId ?? (await versionsInForce(tx, [programme.id], on))[0] ?? null;
      const against = againstId === null ? undefined : await versionToTry(tx, againstId, 'againstId');
      if (against && against.programme.id !== programme.id) refuse(againstOther('againstId'));
      const breakdowns = given.breakdowns.map(({ code, placeLevel = null, expression = null, bands = null }): Breakdown => ({ code, placeLevel, expression, bands }));
      await checkLens(tx, programme, filter, breakdowns, on);
      const basis = {
        tried: await basisOf(tx, programme, rules, on, 'versionId', periodFrom !== null),
        against: against ? await basisOf(tx, programme, against.rules, on, 'againstId', periodFrom !== null) : null,
      };
      const id = uuidv7();
      const placeId = await placeOf(tx, given.placeCode);
      const job = await startJob(tx, simulate, { reportId: id });
      await tx.tx.query(
        `insert into programmes.simulation_report (id, programme_id, version_id, against_id, title, on_date, period_from, period_to, place_id, filter, chosen, breakdowns, basis, smallest_cell, asked_by, job_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
        [id, programme.id, versionId, againstId, title, on, periodFrom, periodTo, placeId, filter, chosen && JSON.stringify(chosen), JSON.stringify(breakdowns), JSON.stringify(basis), settingsOf(tx.platform).smallestCell, tx.actor.id, job.id],
      );
      return { report: { id } };
    });
  }
}
