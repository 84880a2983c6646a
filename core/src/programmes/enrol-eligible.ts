import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { defineJob } from '../kernel/jobs/define-job.js';
import { Job } from '../kernel/jobs/job.js';
import { startJob } from '../kernel/jobs/start-job.js';
import { resourceOf } from '../kernel/read/model.js';
import { sql, trusted } from '../kernel/read/sql.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { ask } from '../kernel/write/ask.js';
import { refuse } from '../kernel/write/refusal.js';
import { inTransaction, type TxContext } from '../kernel/write/transaction.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { inProgrammesOf, seesHousehold, seesPerson } from '../people/scope.js';
import { enrolmentsMade } from './events.js';
import { eligibilityPredicate } from './programme-rule.js';
import { Programme, ProgrammeTarget } from './programme.js';
import { noRule, programmeNotFound, programmeNotRunning } from './refusals.js';
import { readRows } from '../kernel/read/read-rows.js';

@InputType({ description: 'Whom to look through.' })
export class ProgrammeEnrolEligibleInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'The programme.' })
  programmeId!: string;
}

@ObjectType({ description: 'Answer of `programmeEnrolEligible`.' })
export class ProgrammeEnrolEligiblePayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

interface ProgrammeRule {
  readonly target: ProgrammeTarget;
  readonly running: boolean;
  readonly rule_id: string | null;
  readonly expression: string | null;
}

async function ruleInForce(ctx: TxContext, programmeId: string): Promise<ProgrammeRule & { readonly rule_id: string; readonly expression: string }> {
  const { rows } = await ask<ProgrammeRule>(ctx, sql`
    select p.target, ${ctx.today}::date >= p.starts_on and (${ctx.today}::date < p.ends_on or p.ends_on is null) as running, r.id as rule_id, r.expression
    from programmes.programme p left join lateral (
      select id, expression from programmes.eligibility_rule where programme_id = p.id and effective_from <= ${ctx.today}::date order by effective_from desc limit 1) r on true
    where p.id = ${programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  const found = rows[0] ?? refuse(programmeNotFound('programmeId'));
  if (!found.running) refuse(programmeNotRunning('programmeId', { day: ctx.today }));
  const { rule_id, expression } = found;
  if (!rule_id || !expression) return refuse(noRule('programmeId', { day: ctx.today }));
  return { ...found, rule_id, expression };
}

const AT_A_TIME = 5_000;

interface EnrolEligibleInput {
  readonly programmeId: string;
}

/** Goes through the registry in the order of ids, a few thousand at a time; those who are enrolled already are passed over. */
export const enrolEligible = defineJob<EnrolEligibleInput>({
  name: 'programmes.enrol-eligible',
  description: 'Enrols everybody whom a programme\'s rule finds eligible',
  async run(ctx, { programmeId }, job) {
    const { rows } = await readRows<{ target: ProgrammeTarget }>(ctx, 'select target from programmes.programme where id = $1', [programmeId]);
    const target = rows[0]?.target ?? ProgrammeTarget.HOUSEHOLD;
    const table = trusted(target === ProgrammeTarget.HOUSEHOLD ? 'people.household' : 'people.person');
    const { rows: counted } = await readRows<{ total: number }>(ctx, `select count(*)::int as total from ${table.strings[0]}`);
    const total = counted[0]?.total ?? 0;
    let seen = 0;
    let enrolled = 0;
    for (let after: string | null = '00000000-0000-0000-0000-000000000000'; after !== null; ) {
      const from: string = after;
      const step: Step = await inTransaction(ctx, async (tx) => {
        const rule = await ruleInForce(tx, programmeId);
        return enrolStep(tx, programmeId, rule.target, rule.rule_id, rule.expression, from);
      });
      seen += step.seen;
      enrolled += step.enrolled;
      after = step.last;
      await job.progress(Math.min(seen, total), total, `${enrolled} enrolled`);
    }
    await inTransaction(ctx, (tx) => publish(tx, enrolmentsMade, { programme: programmeId, count: enrolled, job: ctx.requestId }));
    return { enrolled };
  },
});

interface Step {
  readonly seen: number;
  readonly enrolled: number;
  readonly last: string | null;
}

async function enrolStep(tx: TxContext, programmeId: string, target: ProgrammeTarget, ruleId: string, expression: string, after: string): Promise<Step> {
  const resource = resourceOf(tx.platform.model, target === ProgrammeTarget.HOUSEHOLD ? 'Household' : 'Person');
  const row = trusted('t');
  const who = trusted(target === ProgrammeTarget.HOUSEHOLD ? 'household_id' : 'person_id');
  const eligible = await eligibilityPredicate(tx, target, expression, row);
  // Whoever was found to be another is looked at as that one; a household that nobody belongs to any more is none.
  const stands = trusted(target === ProgrammeTarget.HOUSEHOLD ? 't.closed_on is null' : 't.merged_into_id is null');
  const { rows } = await ask<Step>(tx, sql`
    with page as (select * from ${resource.table} where id > ${after}::uuid order by id limit ${AT_A_TIME}::int),
    enrolled as (
      insert into programmes.enrolment (id, programme_id, ${who}, place_id, state, enrolled_on, rule_id)
      select kernel.uuid7(), ${programmeId}::uuid, t.id, t.place_id, 'ENROLLED', ${tx.today}::date, ${ruleId}::uuid
      from page t
      where ${stands} and ${eligible} and ${target === ProgrammeTarget.HOUSEHOLD ? seesHousehold(tx, row) : seesPerson(tx, row)}
      on conflict do nothing returning 1)
    select (select count(*)::int from page) as seen, (select count(*)::int from enrolled) as enrolled, (select max(id::text) from page) as last`);
  return rows[0] ?? { seen: 0, enrolled: 0, last: null };
}

@Resolver()
export class EnrolEligible {
  @Mutation(() => ProgrammeEnrolEligiblePayload, { description: 'Enrols everybody in the registry whom the rule in force finds eligible and who is not enrolled. Answers with a job.' })
  @Requires('programmes.enrolments.manage')
  programmeEnrolEligible(@Arg('input', () => ProgrammeEnrolEligibleInput, { description: 'Which programme.' }) input: ProgrammeEnrolEligibleInput, @Ctx() ctx: Context): Promise<ProgrammeEnrolEligiblePayload> {
    return write<ProgrammeEnrolEligiblePayload, ProgrammeEnrolEligibleInput>(ctx, { operation: 'programmeEnrolEligible', input }, async (tx, { programmeId }) => {
      await ruleInForce(tx, programmeId);
      return { job: await startJob(tx, enrolEligible, { programmeId }) };
    });
  }
}
