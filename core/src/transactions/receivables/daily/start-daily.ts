import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { backgroundWork } from '../../../kernel/jobs/background.js';
import { Job } from '../../../kernel/jobs/job.js';
import { startJob } from '../../../kernel/jobs/start-job.js';
import { readRows } from '../../../kernel/read/read-rows.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { inTransaction, type TxContext } from '../../../kernel/write/transaction.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { Programme } from '../../../programmes/programme.js';
import { settingsOf } from '../../settings.js';
import { collecting } from '../raise-demands.js';
import { chargePenalties } from './charge-penalties.js';
import { beginDay, type DailyName } from './pages.js';
import { remind } from './reminders.js';

@InputType({ description: 'Whose daily work is done.' })
export class DailyWorkInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Of which programme.' })
  programmeId!: string;
}

@ObjectType({ description: 'Answer of mutations that start daily work.' })
export class DailyWorkPayload extends Payload {
  @Field(() => Job, { nullable: true, description: "The work; null where the day's is done or under way already." })
  job?: { readonly id: string };
}

const JOBS = { PENALTIES: chargePenalties, REMINDERS: remind } as const;

async function start(tx: TxContext, name: DailyName, programmeId: string): Promise<{ job?: { id: string } }> {
  const work = { name, programmeId, day: tx.today };
  return (await beginDay(tx, work)) ? { job: await startJob(tx, JOBS[name], { programmeId, day: tx.today }) } : {};
}

@Resolver()
export class StartDailyWork {
  @Mutation(() => DailyWorkPayload, { description: "Charges today's interest and penalties of a programme by its rules of the kind PENALTY. It is done by itself each day; of one rule nothing is charged twice for a day." })
  @Requires('transactions.demands.raise')
  penaltiesCharge(@Arg('input', () => DailyWorkInput, { description: 'Of which programme.' }) input: DailyWorkInput, @Ctx() ctx: Context): Promise<DailyWorkPayload> {
    return write<DailyWorkPayload, DailyWorkInput>(ctx, { operation: 'penaltiesCharge', input }, async (tx, { programmeId }) => start(tx, 'PENALTIES', (await collecting(tx, programmeId)).id));
  }

  @Mutation(() => DailyWorkPayload, { description: 'Reminds the payers of a programme of what is late, by events with a text in their language. It is done by itself each day; of one demand once for each level.' })
  @Requires('transactions.demands.raise')
  payersRemind(@Arg('input', () => DailyWorkInput, { description: 'Of which programme.' }) input: DailyWorkInput, @Ctx() ctx: Context): Promise<DailyWorkPayload> {
    return write<DailyWorkPayload, DailyWorkInput>(ctx, { operation: 'payersRemind', input }, async (tx, { programmeId }) => start(tx, 'REMINDERS', (await collecting(tx, programmeId)).id));
  }
}

/** Programmes whose day was not begun: those with rules that charge, and those with demands that are late. */
const NOT_BEGUN = `
  select w.name, p.id as programme from programmes.programme p cross join unnest($2::text[]) w(name) left join transactions.daily_work x on x.programme_id = p.id and x.name = w.name
  where coalesce(x.day < $1, true) and exists (select from transactions.demand d where d.programme_id = p.id and d.state in ('ISSUED', 'PART_PAID') and d.due_on < $1)
    and (w.name <> 'PENALTIES' or exists (select from programmes.programme_version v join programmes.rule r on r.version_id = v.id
      where v.programme_id = p.id and v.state in ('PUBLISHED', 'SUPERSEDED') and r.kind = 'PENALTY' and daterange(v.effective_from, v.in_force_to) @> $1::date)) limit 20`;

/** Begins the day of programmes whose day was not begun, whichever process comes first. */
export async function beginDays(ctx: Context): Promise<number> {
  const names = settingsOf(ctx).reminderDays.length > 0 ? ['PENALTIES', 'REMINDERS'] : ['PENALTIES'];
  const { rows } = await readRows<{ name: DailyName; programme: string }>(ctx, NOT_BEGUN, [ctx.today, names]);
  let begun = 0;
  for (const { name, programme } of rows) if ((await inTransaction(ctx, (tx) => start(tx, name, programme))).job) begun += 1;
  return begun;
}

export const dailyWork = backgroundWork.contribute('transactions.receivables', { everyMs: 60_000, run: beginDays });
