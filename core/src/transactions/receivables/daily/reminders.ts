import { publish } from '../../../kernel/events/publish.js';
import { defineJob } from '../../../kernel/jobs/define-job.js';
import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { settingsOf } from '../../settings.js';
import { payerReminded } from '../events.js';
import { dailyPages } from './pages.js';

/** What payers are told, by the level of the reminder; the last for all that follow. Other languages are in the locales, as `reminder.1` and so on. */
const TEXTS = [
  'Payment {reference} of {outstanding} {currency} was due on {since}. Please pay under the number {controlNumber}.',
  'Second reminder: payment {reference} of {outstanding} {currency} has been due since {since}. Please pay under the number {controlNumber}.',
  'Last reminder: payment {reference} of {outstanding} {currency} has been due since {since}. Please pay at once under the number {controlNumber}.',
] as const;

interface Reminded {
  readonly id: string;
  readonly demand: string;
  readonly payer: string;
  readonly level: number;
  readonly language: string;
  readonly reference: string;
  readonly outstanding: string;
  readonly currency: string;
  readonly since: string;
  readonly controlNumber: string;
}

function textOf(tx: TxContext, told: Reminded): string {
  const level = Math.min(told.level, TEXTS.length);
  const text = tx.platform.texts.of(told.language, `reminder.${level}`) ?? TEXTS[level - 1] ?? '';
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(told[name as keyof Reminded] ?? ''));
}

/** Reminds of demands that are late on a day, once for each level, by an event with the text in the language of the payer; who is told of events by webhooks sends it. */
export const remind = defineJob<{ readonly programmeId: string; readonly day: string }>({
  name: 'transactions.remind',
  description: 'Reminds payers of demands that are late',
  run: async (ctx, { programmeId, day }, job) => ({
    reminders: await dailyPages(ctx, { name: 'REMINDERS', programmeId, day }, job, (tx, demands) => remindPage(tx, demands, day)),
  }),
});

async function remindPage(tx: TxContext, demands: readonly string[], day: string): Promise<number> {
  const { reminderDays } = settingsOf(tx);
  // Whoever was late for long before anybody looked is reminded once, by the level that holds now.
  const { rows } = await ask<Reminded>(tx, sql`
    with made as (
      insert into transactions.demand_reminder (demand_id, payer_id, currency, level, days_overdue, outstanding, reminded_on, language)
      select d.id, d.payer_id, d.currency, held.level, ${day}::date - o.since, d.amount + d.charged - d.allocated - d.written_off, ${day}::date, coalesce((coalesce(p.languages, head.languages))[1], 'en')
      from transactions.overdue(${demands}::uuid[], ${day}::date) o join transactions.demand d on d.id = o.demand_id join transactions.payer y on y.id = d.payer_id
      left join people.person p on p.id = y.person_id left join people.household h on h.id = y.household_id left join people.person head on head.id = h.head_id
      cross join lateral (select max(n)::int as level from unnest(${reminderDays}::int[]) with ordinality as l(days, n) where l.days <= ${day}::date - o.since) held
      where held.level is not null and not exists (select from transactions.demand_reminder r where r.demand_id = d.id and r.level >= held.level)
      on conflict on constraint demand_reminder_once do nothing returning *)
    select m.id, m.demand_id as demand, m.payer_id as payer, m.level, m.language, d.reference, round(m.outstanding, c.minor_digits)::text as outstanding, m.currency,
      (m.reminded_on - m.days_overdue)::text as since, y.control_number as "controlNumber"
    from made m join transactions.demand d on d.id = m.demand_id join transactions.payer y on y.id = m.payer_id join transactions.currency c on c.code = m.currency order by m.id`);
  for (const told of rows) {
    const { id, demand, payer, level, language } = told;
    await publish(tx, payerReminded, { id, demand, payer, level, language, text: textOf(tx, told) });
  }
  return rows.length;
}
