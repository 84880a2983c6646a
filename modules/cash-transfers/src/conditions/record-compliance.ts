import {
  Arg, ArrayMaxSize, ArrayMinSize, ask, Ctx, Field, IdempotentInput, InputType, inPlacesOf, inProgrammesOf, Int, IsOptional, Length, LocalDate, Mutation, ObjectType, Payload, Person, publish, Ref, refuse, Requires,
  Resolver, sql, ValidateNested, write, type Context, type Refusal, type TxContext,
} from '@kinga/plugin-sdk';
import { complianceRecorded } from '../events.js';
import { checkMonth } from './check-month.js';
import { ComplianceOutcome } from './compliance.js';
import { Condition } from './condition.js';
import { drawAgain } from './draw-consequences.js';
import { conditionNotAsked, conditionNotFound, notInProgramme, twiceInList } from './refusals.js';

@InputType({ description: 'Whether one person met a condition.' })
export class ComplianceLineInput {
  @Ref(() => Person, { description: 'Who.' })
  personId!: string;

  @Field(() => ComplianceOutcome, { description: 'Whether they met it.' })
  outcome!: ComplianceOutcome;
}

@InputType({ description: 'Who met a condition in a month.' })
export class ComplianceRecordInput extends IdempotentInput {
  @Ref(() => Condition, { description: 'Which condition.' })
  conditionId!: string;

  @Field(() => LocalDate, { description: 'The month, by its first day.' })
  month!: string;

  @Field(() => String, { nullable: true, description: 'Where it is known from, such as the list of a school.' })
  @IsOptional()
  @Length(1, 200)
  source?: string | null;

  @Field(() => [ComplianceLineInput], { description: 'Everybody of whom something is known; what was recorded of them before is corrected.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  lines!: ComplianceLineInput[];
}

@ObjectType({ description: 'Answer of `complianceRecord`.' })
export class ComplianceRecordPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many were recorded or corrected; those of whom the same was known already are not among them.' })
  recorded?: number;
}

export interface ComplianceLine {
  readonly person: string;
  readonly outcome: string;
}

/** A condition that the actor may record for. */
export interface AskedCondition {
  readonly id: string;
  readonly programme_id: string;
}

export async function conditionOf(ctx: TxContext, id: string): Promise<AskedCondition> {
  const { rows: [found] } = await ask<AskedCondition>(ctx, sql`select c.id, c.programme_id from cash_transfers.condition c where c.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`c.programme_id`)}`);
  return found ?? refuse(conditionNotFound('conditionId'));
}

/** Of each line, by its place in the list: the enrolment that it counts for, or why it counts for none. */
const matched = (ctx: TxContext, condition: AskedCondition, month: string, lines: readonly ComplianceLine[]) => sql`
  select l.n, l.person_id, l.outcome, p.id as known, e.id as enrolment_id,
    p.id is not null and c.valid_from < (${month}::date + interval '1 month') and coalesce(c.valid_until >= ${month}::date, true)
      and (p.birth_date is null or extract(year from age(${month}::date, p.birth_date)) between c.age_from and coalesce(c.age_until, 999)) as asked
  from unnest(${lines.map(({ person }) => person)}::uuid[], ${lines.map(({ outcome }) => outcome)}::text[]) with ordinality l (person_id, outcome, n)
  cross join cash_transfers.condition c
  left join people.person p on p.id = l.person_id and ${inPlacesOf(ctx, sql`p.place_id`)}
  left join lateral (
    select e.id from programmes.enrolment e where e.programme_id = c.programme_id and e.enrolled_on < ${month}::date + interval '1 month' and coalesce(e.exited_on > ${month}::date, true)
      and (e.person_id = p.id or e.household_id in (select m.household_id from people.membership m where m.person_id = p.id and m.valid_from < ${month}::date + interval '1 month' and coalesce(m.valid_to > ${month}::date, true)))
    order by e.enrolled_on desc, e.id limit 1) e on true
  where c.id = ${condition.id}::uuid`;

/** What is wrong with lines, by their place in the list. */
export async function refusedLines(ctx: TxContext, condition: AskedCondition, month: string, lines: readonly ComplianceLine[]): Promise<readonly { readonly n: number; readonly because: 'TWICE' | 'NOT_ASKED' | 'NOT_ENROLLED' }[]> {
  const { rows } = await ask<{ n: number; because: 'TWICE' | 'NOT_ASKED' | 'NOT_ENROLLED' }>(ctx, sql`
    select * from (select m.n::int - 1 as n, case when count(*) over (partition by m.person_id) > 1 then 'TWICE' when m.known is null or m.enrolment_id is null then 'NOT_ENROLLED' when not m.asked then 'NOT_ASKED' end as because
      from (${matched(ctx, condition, month, lines)}) m) x where because is not null order by n`);
  return rows;
}

/**
 * Writes who met a condition in a month, by one statement: what is known already stays, what is known otherwise is corrected. Where it is known late
 * that somebody met it, what was drawn from this month and those after it is drawn again for them.
 *
 * @returns how many rows were written
 */
export async function writeCompliance(ctx: TxContext, condition: AskedCondition, month: string, lines: readonly ComplianceLine[], source: string | null): Promise<number> {
  const { rows } = await ask<{ enrolment: string; outcome: string }>(ctx, sql`
    insert into cash_transfers.compliance as c (condition_id, person_id, enrolment_id, month, outcome, recorded_on, recorded_by, source)
    select ${condition.id}::uuid, m.person_id, m.enrolment_id, ${month}::date, m.outcome, ${ctx.today}::date, ${ctx.actor.id}::text, ${source}::text from (${matched(ctx, condition, month, lines)}) m order by m.person_id
    on conflict (condition_id, person_id, month) do update set outcome = excluded.outcome, recorded_on = excluded.recorded_on, recorded_by = excluded.recorded_by, source = excluded.source
    where c.outcome <> excluded.outcome returning c.enrolment_id as enrolment, c.outcome`);
  await drawAgain(ctx, { programmeId: condition.programme_id, from: month, enrolments: rows.flatMap(({ enrolment, outcome }) => (outcome === ComplianceOutcome.MISSED ? [] : [enrolment])) });
  if (rows.length > 0) await publish(ctx, complianceRecorded, { condition: condition.id, month, recorded: rows.length });
  return rows.length;
}

const REFUSALS = { TWICE: twiceInList, NOT_ASKED: conditionNotAsked, NOT_ENROLLED: notInProgramme } as const;

@Resolver()
export class RecordCompliance {
  @Mutation(() => ComplianceRecordPayload, { description: 'Records who met a condition in a month. Where something is wrong with a line, nothing is recorded. Where it is known late that somebody met it, what had followed is found again by itself: a suspension is undone for its time, and what was not owed waits to be determined again.' })
  @Requires('cash-transfers.compliance.record')
  complianceRecord(@Arg('input', () => ComplianceRecordInput, { description: 'Who, and when.' }) input: ComplianceRecordInput, @Ctx() ctx: Context): Promise<ComplianceRecordPayload> {
    return write<ComplianceRecordPayload, ComplianceRecordInput>(ctx, { operation: 'complianceRecord', input }, async (tx, { conditionId, month, lines: given, source }) => {
      checkMonth(tx, month);
      const condition = await conditionOf(tx, conditionId);
      const lines = given.map(({ personId, outcome }): ComplianceLine => ({ person: personId, outcome }));
      const refusals = (await refusedLines(tx, condition, month, lines)).map(({ n, because }): Refusal => REFUSALS[because](`lines.${n}.personId`));
      if (refusals.length > 0) refuse(...refusals);
      return { recorded: await writeCompliance(tx, condition, month, lines, source ?? null) };
    });
  }
}
