import {
  Arg, ask, Ctx, defineJob, EnrolmentMove, evaluated, Field, inPlacesOf, InputType, inTransaction, Job, LocalDate, moveEnrolments, MoneyInput, Mutation, ObjectType, Payload, Programme, publish, Ref, refuse,
  registryFacts, Requires, Resolver, rulesInForce, rulesInForceIfAny, sql, startJob, storeBasis, storeDecisions, trusted, undoSuspensions, write, type Context, type ProgrammeRules, type TxContext,
} from '@kinga/plugin-sdk';
import { consequencesDrawn, enrolmentsWarned } from '../events.js';
import { checkScheme } from '../programme-of.js';
import { checkMonth } from './check-month.js';
import { ConsequenceKind } from './consequence.js';
import { monthNotOver, noConsequenceRule } from './refusals.js';
import { CONSEQUENCE_KIND } from './rules.js';

const AT_A_TIME = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Drawing {
  readonly programmeId: string;
  /** First day of the month. */
  readonly month: string;
  /** First day after it: rules and facts are as of it. */
  readonly on: string;
  /** UUIDs of enrolments: those alone, and of them those of which something followed from the month before. */
  readonly again?: readonly string[];
}

/** One month of all enrolments of a programme; or, of those that are drawn again, that month and those after it. */
type DrawingAsked = Drawing | { readonly programmeId: string; readonly from: string; readonly again: readonly string[] };

interface Found {
  readonly enrolment_id: string;
  readonly decision_id: string;
  readonly consequence: string | null;
  readonly was: string | null;
  /** The step by which the enrolment was suspended for this month before. */
  readonly suspended_by: string | null;
  readonly version: number;
  readonly state: string;
  readonly reason: string | null;
}

/** The enrolments after one, in the order of ids, of which something is known; nobody else changes them until the transaction ends. */
async function pageAfter(ctx: TxContext, { programmeId, month, on, again }: Drawing, after: string): Promise<readonly string[]> {
  const those = again ? sql`and e.id = any(${again}::uuid[]) and exists (select from cash_transfers.consequence c where c.enrolment_id = e.id and c.month = ${month}::date)` : sql``;
  const { rows } = await ask<{ id: string }>(ctx, sql`
    select e.id from programmes.enrolment e where e.programme_id = ${programmeId}::uuid and e.id > ${after}::uuid and e.state in ('ENROLLED', 'SUSPENDED') and ${inPlacesOf(ctx, sql`e.place_id`)} ${those}
      and (exists (select from cash_transfers.compliance c where c.enrolment_id = e.id and c.month < ${on}::date)
        or exists (select from programmes.entitlement o join transactions.payment_instruction i on i.entitlement_id = o.id and i.state = 'RETURNED' where o.enrolment_id = e.id))
    order by e.id limit ${AT_A_TIME}::int for no key update of e`);
  return rows.map(({ id }) => id);
}

/** What the rule says of them now, decided and stored where it differs from what followed from this month before. */
async function decide(ctx: TxContext, { month }: Drawing, rules: ProgrammeRules, code: string, ids: readonly string[]): Promise<readonly Found[]> {
  const subject = trusted(rules.target === 'PERSON' ? 'person_id' : 'household_id');
  const rows = registryFacts(ctx, rules.compiled, { programmeId: rules.programmeId, where: (row) => sql`${row}.id = any(array(select e.${subject} from programmes.enrolment e where e.id = any(${ids}::uuid[])))` });
  const judged = sql`
    select j.*, e.id as enrolment_id from (${evaluated(rules.compiled, rows)}) j join programmes.enrolment e on e.${subject} = j.id and e.id = any(${ids}::uuid[])
    left join lateral (select c.consequence, c.misses from cash_transfers.consequence c where c.enrolment_id = e.id and c.month = ${month}::date order by c.number desc limit 1) before on true
    where (j.values ->> ${code}::text) is distinct from before.consequence or before.misses <> cash_transfers.misses(e.id, ${rules.compiled.on}::date)`;
  const decisions = await storeDecisions(ctx, { rules, basisId: await storeBasis(ctx, rules), kind: CONSEQUENCE_KIND }, judged);
  const { rows: found } = await ask<Found>(ctx, sql`
    select d.enrolment_id, d.id as decision_id, d.rule_values ->> ${code}::text as consequence, e.version, e.state, e.reason,
      (select c.consequence from cash_transfers.consequence c where c.enrolment_id = e.id and c.month = ${month}::date order by c.number desc limit 1) as was,
      (select c.step_id from cash_transfers.consequence c where c.enrolment_id = e.id and c.month = ${month}::date and c.consequence = 'SUSPEND' and c.step_id is not null order by c.number desc limit 1) as suspended_by
    from programmes.decision d join programmes.enrolment e on e.id = d.enrolment_id where d.id = any(${decisions.map(({ id }) => id)}::uuid[]) order by d.enrolment_id`);
  return found;
}

const KINDS: ReadonlySet<string> = new Set(Object.values(ConsequenceKind));

/** Draws what follows for a page of enrolments, by one transaction. @returns the last of the page; undefined where there is none after */
async function drawPage(ctx: TxContext, drawing: Drawing, after: string): Promise<string | undefined> {
  const ids = await pageAfter(ctx, drawing, after);
  const last = ids.at(-1);
  const rules = last === undefined ? undefined : await rulesInForceIfAny(ctx, drawing.programmeId, drawing.on);
  const code = rules?.all.find(({ kind }) => kind === CONSEQUENCE_KIND)?.code;
  if (!rules || code === undefined) return last;
  const found = (await decide(ctx, drawing, rules, code, ids)).filter(({ consequence }) => consequence !== null);
  const strange = found.find(({ consequence }) => !KINDS.has(consequence ?? ''));
  if (strange) throw new Error(`the rule ${code} gives ${JSON.stringify(strange.consequence)}, which is none of ${[...KINDS].join(', ')}`);
  const to = (kind: ConsequenceKind): readonly string[] => found.filter(({ consequence }) => consequence === kind).map((each) => each.enrolment_id);
  // What it rested on was not so: that it was suspended is undone for all of its time.
  const undone = found.flatMap(({ was, suspended_by: step, consequence, decision_id: decision }) => (was === 'SUSPEND' && step !== null && consequence !== 'SUSPEND' && consequence !== 'EXIT' ? [{ step, decision }] : []));
  const missed = new Set(found.filter(({ reason, state }) => state === 'SUSPENDED' && reason === 'CONDITION_MISSED').map((each) => each.enrolment_id));
  const held = [
    ...(await undoSuspensions(ctx, { steps: undone, reason: 'CONDITION_MET' })),
    ...(await moveEnrolments(ctx, { ids: to(ConsequenceKind.SUSPEND), move: EnrolmentMove.SUSPEND, on: drawing.on, reason: 'CONDITION_MISSED' })),
    ...(await moveEnrolments(ctx, { ids: to(ConsequenceKind.LAPSE), move: EnrolmentMove.SUSPEND, on: drawing.on, reason: 'UNCLAIMED' })),
    ...(await moveEnrolments(ctx, { ids: to(ConsequenceKind.EXIT), move: EnrolmentMove.EXIT, on: drawing.on, reason: 'CONDITION_MISSED' })),
    ...(await moveEnrolments(ctx, { ids: to(ConsequenceKind.RESUME).filter((id) => missed.has(id)), move: EnrolmentMove.RESUME, on: drawing.on, reason: 'CONDITION_MET' })),
  ];
  await ask(ctx, sql`
    insert into cash_transfers.consequence (enrolment_id, month, number, misses, consequence, held_back, decision_id, step_id)
    select d.enrolment_id, ${drawing.month}::date, 1 + coalesce((select max(c.number) from cash_transfers.consequence c where c.enrolment_id = d.enrolment_id and c.month = ${drawing.month}::date), 0),
      cash_transfers.misses(d.enrolment_id, ${drawing.on}::date), d.rule_values ->> ${code}::text, (select h ->> 'code' from jsonb_array_elements(${JSON.stringify(held)}::jsonb) h where h ->> 'id' = d.enrolment_id::text), d.id,
      (select s.id from programmes.enrolment_step s where s.enrolment_id = d.enrolment_id and s.number > f.version order by s.number desc limit 1)
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as f (decision_id uuid, version int) join programmes.decision d on d.id = f.decision_id`);
  // Drawn again, since somebody met a condition after all, it warns nobody.
  const warned = drawing.again ? [] : to(ConsequenceKind.WARN);
  if (warned.length > 0) await publish(ctx, enrolmentsWarned, { enrolments: warned, month: drawing.month });
  return last;
}

/** The months that a job draws: in their order, since each looks at those before. */
async function monthsOf(ctx: TxContext, asked: DrawingAsked): Promise<readonly Drawing[]> {
  if ('month' in asked) return [asked];
  const { programmeId, from, again } = asked;
  const { rows } = await ask<{ month: string; on: string }>(ctx, sql`
    select c.month::text, (c.month + interval '1 month')::date::text as "on" from cash_transfers.consequence c where c.enrolment_id = any(${again}::uuid[]) and c.month >= ${from}::date group by c.month order by c.month`);
  return rows.map((each) => ({ ...each, programmeId, again }));
}

export const drawConsequences = defineJob<DrawingAsked>({
  name: 'cash-transfers.draw-consequences',
  description: 'Draws what follows for enrolments from the conditions that were met or missed by the end of a month',
  async run(ctx, asked, job) {
    let done = 0;
    for (const drawing of await inTransaction(ctx, (tx) => monthsOf(tx, asked))) {
      for (let after: string | undefined = FIRST; after; ) {
        const from: string = after;
        after = await inTransaction(ctx, (tx) => drawPage(tx, drawing, from));
        done += 1;
        await job.progress(done * AT_A_TIME, done * AT_A_TIME);
      }
      await inTransaction(ctx, (tx) => publish(tx, consequencesDrawn, { programme: drawing.programmeId, month: drawing.month }));
    }
    return { programme: asked.programmeId };
  },
});

/**
 * Has what followed from a month and those after it drawn again for enrolments of which it is known late that a condition was met. Of those
 * of which nothing was drawn yet, nothing is.
 *
 * @param enrolments UUIDs
 */
export async function drawAgain(ctx: TxContext, { programmeId, from, enrolments }: { readonly programmeId: string; readonly from: string; readonly enrolments: readonly string[] }): Promise<void> {
  const { rows } = await ask<{ id: string }>(ctx, sql`
    select e.id from unnest(${enrolments}::uuid[]) e (id) where exists (select from cash_transfers.consequence c where c.enrolment_id = e.id and c.month >= ${from}::date) group by e.id order by e.id`);
  if (rows.length > 0) await startJob(ctx, drawConsequences, { programmeId, from, again: rows.map(({ id }) => id) });
}

@InputType({ description: 'A month from which consequences are drawn.' })
export class ConsequencesDrawInput extends MoneyInput {
  @Ref(() => Programme, { description: 'Of which programme.' })
  programmeId!: string;

  @Field(() => LocalDate, { description: 'The month, by its first day.' })
  month!: string;
}

@ObjectType({ description: 'Answer of `consequencesDraw`.' })
export class ConsequencesDrawPayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

@Resolver()
export class DrawConsequences {
  @Mutation(() => ConsequencesDrawPayload, { description: 'Draws what follows from the conditions that were met or missed by the end of a month, and from payments that nobody took, by the CONSEQUENCE rule in force on the day after it: warnings, suspensions, exits, and that it goes on. Done again, it does what was recorded since, and nothing twice. Answers with a job.' })
  @Requires('cash-transfers.conditions.apply')
  consequencesDraw(@Arg('input', () => ConsequencesDrawInput, { description: 'Of which month.' }) input: ConsequencesDrawInput, @Ctx() ctx: Context): Promise<ConsequencesDrawPayload> {
    return write<ConsequencesDrawPayload, ConsequencesDrawInput>(ctx, { operation: 'consequencesDraw', input }, async (tx, { programmeId, month }) => {
      checkMonth(tx, month);
      await checkScheme(tx, programmeId, 'programmeId');
      const { rows: [next] } = await ask<{ day: string }>(tx, sql`select (${month}::date + interval '1 month')::date::text as day`);
      const on = next?.day ?? month;
      if (on > tx.today) refuse(monthNotOver('month', { month }));
      if (!(await rulesInForce(tx, programmeId, on)).all.some(({ kind }) => kind === CONSEQUENCE_KIND)) refuse(noConsequenceRule('programmeId', { day: on }));
      return { job: await startJob(tx, drawConsequences, { programmeId, month, on }) };
    });
  }
}
