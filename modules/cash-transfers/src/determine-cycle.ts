import {
  Arg, ask, compileRule, Ctx, defineJob, determineEntitlements, Field, IdempotentInput, inTransaction, InputType, Job, Mutation, ObjectType, Payload, publish,
  Ref, refuse, Requires, Resolver, ruleFunctions, sql, startJob, trusted, write, type Context, type Sql, type TxContext, readRows
} from '@kinga/plugin-sdk';
import { Cycle } from './cycle.js';
import { cycleDetermined } from './events.js';
import { cycleNotFound, noSchedule } from './refusals.js';

@InputType({ description: 'Which cycle.' })
export class CycleDetermineInput extends IdempotentInput {
  @Ref(() => Cycle, { description: 'The cycle.' })
  cycleId!: string;
}

@ObjectType({ description: 'Answer of `cycleDetermine`.' })
export class CycleDeterminePayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

/** A cycle with the schedule that applies to it. */
interface CycleTerms {
  readonly id: string;
  readonly programme_id: string;
  readonly number: number;
  readonly period_from: string;
  readonly period_to: string;
  readonly due_on: string;
  readonly schedule_id: string;
  readonly member_rule: string;
}

/** The last schedule, in the order in which they were laid down, whose day or cycle number is reached. */
async function termsOf(ctx: TxContext, cycleId: string): Promise<CycleTerms> {
  const { rows } = await ctx.tx.query<Omit<CycleTerms, 'schedule_id' | 'member_rule'> & { schedule_id: string | null; member_rule: string | null }>(
    `select c.id, c.programme_id, c.number, c.period_from::text, c.period_to::text, c.due_on::text, s.id as schedule_id, s.member_rule
     from cash_transfers.cycle c left join lateral (
       select id, member_rule from cash_transfers.benefit_schedule
       where programme_id = c.programme_id and (effective_from <= c.period_from or from_cycle <= c.number) order by sequence desc limit 1) s on true
     where c.id = $1`,
    [cycleId],
  );
  const cycle = rows[0] ?? refuse(cycleNotFound('cycleId'));
  const { schedule_id, member_rule } = cycle;
  if (!schedule_id || !member_rule) return refuse(noSchedule('cycleId', { number: cycle.number, from: cycle.period_from }));
  return { ...cycle, schedule_id, member_rule };
}

const AT_A_TIME = 5_000;

/** A page of enrolments, by the ids at its ends. */
interface Page {
  readonly after: string;
  readonly last: string;
  readonly seen: number;
}

async function nextPage(ctx: TxContext, terms: CycleTerms, after: string): Promise<Page | undefined> {
  const { rows } = await ctx.tx.query<{ last: string | null; seen: number }>(
    `select max(id::text) as last, count(*)::int as seen from (
       select id from programmes.enrolment where programme_id = $1 and state <> 'EXITED' and enrolled_on <= $2 and id > $3 order by id limit $4) page`,
    [terms.programme_id, terms.period_to, after, AT_A_TIME],
  );
  const { last, seen } = rows[0] ?? { last: null, seen: 0 };
  return last === null ? undefined : { after, last, seen };
}

/** The enrolments of a page, with how many of their household's members count and what the table gives for them. */
async function assessed(ctx: TxContext, terms: CycleTerms, page: Page): Promise<Sql> {
  const counts = compileRule(ctx.platform.model, 'member', 'Person', terms.member_rule, trusted('m'), await ruleFunctions(ctx, terms.member_rule));
  return sql`
    select e.id as enrolment_id, e.place_id, e.state, h.head_id, head.death_date as head_died, counted.count, rate.members, rate.amount
    from programmes.enrolment e
    join people.household h on h.id = e.household_id
    left join people.person head on head.id = h.head_id
    cross join lateral (select count(*)::int as count from people.person m where m.household_id = h.id and m.death_date is null and ${counts}) counted
    left join lateral (
      select members, amount from cash_transfers.benefit_rate
      where schedule_id = ${terms.schedule_id}::uuid and members <= counted.count order by members desc limit 1) rate on true
    where e.programme_id = ${terms.programme_id}::uuid and e.state <> 'EXITED' and e.enrolled_on <= ${terms.period_to}::date
      and e.id > ${page.after}::uuid and e.id <= ${page.last}::uuid`;
}

/** Determines a page of enrolments: what is owed, and who is held and why. All of it or nothing. */
async function determinePage(ctx: TxContext, terms: CycleTerms, page: Page): Promise<void> {
  const enrolments = await assessed(ctx, terms, page);
  await determineEntitlements(ctx, sql`
    select a.enrolment_id, a.head_id as payee_id, 'REGULAR' as kind, ${terms.period_from}::date as period_from, ${terms.period_to}::date as period_to,
           ${terms.due_on}::date as due_on, a.amount, 'BY_MEMBERS_WHO_COUNT' as reason,
           jsonb_build_object('count', a.count) as facts,
           jsonb_build_object('schedule', ${terms.schedule_id}::text, 'members', a.members, 'cycle', ${terms.number}::int) as basis
    from (${enrolments}) a
    where a.state = 'ENROLLED' and a.amount is not null and a.head_id is not null and a.head_died is null`);
  await ask(ctx, sql`
    insert into cash_transfers.held_household (id, cycle_id, enrolment_id, place_id, reason)
    select kernel.uuid7(), ${terms.id}::uuid, a.enrolment_id, a.place_id,
           case when a.state = 'SUSPENDED' then 'SUSPENDED' when a.head_id is null then 'NO_PAYEE' when a.head_died is not null then 'PAYEE_DIED' else 'NO_MEMBER_COUNTS' end
    from (${enrolments}) a
    where a.state = 'SUSPENDED' or a.amount is null or a.head_id is null or a.head_died is not null
    on conflict on constraint held_household_once do nothing`);
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/** Determines the next page in a transaction of its own; `undefined` where there is none. */
function pageAfter(ctx: Context, terms: CycleTerms, after: string): Promise<Page | undefined> {
  return inTransaction(ctx, async (tx) => {
    const page = await nextPage(tx, terms, after);
    if (page) await determinePage(tx, terms, page);
    return page;
  });
}

/** Goes through the enrolments in the order of ids, a few thousand at a time; what is determined already stays as it is. */
export const determineCycle = defineJob<{ readonly cycleId: string }>({
  name: 'cash-transfers.determine-cycle',
  description: 'Determines what every enrolled household is owed for a cycle',
  async run(ctx, { cycleId }, job) {
    const terms = await inTransaction(ctx, (tx) => termsOf(tx, cycleId));
    // Ages and other facts are those of the cycle's first day, on whatever day the work is done.
    const onFirstDay: Context = { ...ctx, today: terms.period_from };
    const { rows } = await readRows<{ total: number }>(ctx, "select count(*)::int as total from programmes.enrolment where programme_id = $1 and state <> 'EXITED' and enrolled_on <= $2", [terms.programme_id, terms.period_to],
    );
    const total = rows[0]?.total ?? 0;
    let seen = 0;
    for (let page = await pageAfter(onFirstDay, terms, FIRST); page; page = await pageAfter(onFirstDay, terms, page.last)) {
      seen += page.seen;
      await job.progress(Math.min(seen, total), total, `cycle ${terms.number}`);
    }
    await inTransaction(ctx, async (tx) => {
      const { rowCount } = await tx.tx.query("update cash_transfers.cycle set state = 'DETERMINED' where id = $1 and state = 'OPEN'", [cycleId]);
      if (rowCount === 1) await publish(tx, cycleDetermined, { id: cycleId });
    });
    return { households: seen };
  },
});

@Resolver()
export class DetermineCycle {
  @Mutation(() => CycleDeterminePayload, { description: 'Determines what every enrolled household is owed for a cycle, at the rate in force. Answers with a job.' })
  @Requires('cash-transfers.cycles.manage')
  cycleDetermine(@Arg('input', () => CycleDetermineInput, { description: 'Which cycle.' }) input: CycleDetermineInput, @Ctx() ctx: Context): Promise<CycleDeterminePayload> {
    return write<CycleDeterminePayload, CycleDetermineInput>(ctx, { operation: 'cycleDetermine', input }, async (tx, { cycleId }) => {
      await termsOf(tx, cycleId);
      return { job: await startJob(tx, determineCycle, { cycleId }) };
    });
  }
}
