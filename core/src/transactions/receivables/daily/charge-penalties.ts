import { v7 as uuidv7 } from 'uuid';
import { publish } from '../../../kernel/events/publish.js';
import { defineJob } from '../../../kernel/jobs/define-job.js';
import { sql, trusted } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { rulesInForceIfAny, type ProgrammeRules } from '../../../programmes/decisions/rules-of.js';
import { SUBJECT_COLUMNS } from '../../../programmes/decisions/store-decisions.js';
import { compileRules, evaluated, registryFacts } from '../../../programmes/rules/engine.js';
import { bookForPayers, receivableAccounts } from '../accounts.js';
import { allocate, lockPayers } from '../allocate.js';
import { penaltiesCharged } from '../events.js';
import { dailyPages } from './pages.js';

/** Charges what the rules of a programme say for its demands that are late on a day: of each rule once for the day. */
export const chargePenalties = defineJob<{ readonly programmeId: string; readonly day: string }>({
  name: 'transactions.charge-penalties',
  description: 'Charges interest and penalties for demands that are late',
  run: async (ctx, { programmeId, day }, job) => ({
    charges: await dailyPages(ctx, { name: 'PENALTIES', programmeId, day }, job, async (tx, demands) => {
      const rules = await rulesInForceIfAny(tx, programmeId, day);
      return rules ? chargePage(tx, rules, demands, day) : 0;
    }),
  }),
});

async function chargePage(tx: TxContext, rules: ProgrammeRules, demands: readonly string[], day: string): Promise<number> {
  const charging = rules.all.filter(({ kind }) => kind === 'PENALTY' || kind === 'FORMULA');
  const codes = charging.filter(({ kind }) => kind === 'PENALTY').map(({ code }) => code);
  if (codes.length === 0) return 0;
  await lockPayers(tx, sql`select d.payer_id from transactions.demand d where d.id = any(${demands}::uuid[])`);
  const compiled = compileRules(rules.compiled.vocabulary, { ...rules.compiled.set, rules: charging }, day);
  const subject = SUBJECT_COLUMNS[rules.target];
  const { minorDigits: digits, currency } = compiled.set;
  const transaction = uuidv7();
  // Who pays and whom the rules are about need not be the same: of others nothing is known.
  const facts = registryFacts(tx, compiled, {
    programmeId: rules.programmeId,
    where: (row) => sql`${row}.id = any(array(select y.${subject} from transactions.payer y join transactions.demand d on d.payer_id = y.id where d.id = any(${demands}::uuid[])))`,
  });
  const late = codes.map((code) => sql`
    select d.id, null::uuid as place_id, coalesce(whose.facts, '{}') || jsonb_build_object('demand', jsonb_build_object(
      'amount', d.amount, 'late', o.late, 'outstanding', d.amount + d.charged - d.allocated - d.written_off, 'charged', d.charged, 'daysOverdue', ${day}::date - o.since,
      'daysSinceCharge', ${day}::date - greatest(o.since, (select max(c.charged_on) from transactions.demand_charge c where c.demand_id = d.id and c.rule_code = ${code})), 'purpose', d.purpose, 'dueOn', d.due_on)) as facts
    from transactions.overdue(${demands}::uuid[], ${day}::date) o join transactions.demand d on d.id = o.demand_id join transactions.payer y on y.id = d.payer_id
    left join (${facts}) whose on whose.id = y.${subject}`);
  let charged = 0;
  for (const [index, code] of codes.entries()) {
    const { rowCount } = await ask(tx, sql`
      insert into transactions.demand_charge (demand_id, payer_id, rule_code, version_id, charged_on, amount, currency, facts, transaction_id)
      select d.id, d.payer_id, ${code}, ${rules.versionId}::uuid, ${day}::date, round(due.amount, ${digits}::int), ${currency}, due.facts -> 'demand', ${transaction}::uuid
      from (select judged.id, judged.facts, (judged.values ->> ${code}::text)::numeric as amount from (${evaluated(compiled, late[index] ?? trusted('select'))}) judged) due
      join transactions.demand d on d.id = due.id where due.amount > 0 and scale(trim_scale(due.amount)) <= ${digits}::int
      on conflict on constraint demand_charge_once do nothing`);
    charged += rowCount ?? 0;
  }
  if (charged === 0) return 0;
  const programme = { id: rules.programmeId, currency };
  const accounts = await receivableAccounts(tx, programme);
  await bookForPayers(tx, programme, { id: transaction, kind: 'PENALTY', reference: `penalties:${transaction}`, description: 'Interest and penalties', occurredOn: day }, sql`
    select c.payer_id, ${accounts.DEMANDS}::uuid as debit_id, ${accounts.PENALTY_INCOME}::uuid as credit_id, c.amount from transactions.demand_charge c where c.transaction_id = ${transaction}::uuid`);
  await allocate(tx, programme, sql`
    select c.payer_id from transactions.demand_charge c where c.transaction_id = ${transaction}::uuid
      and exists (select from transactions.receipt r where r.payer_id = c.payer_id and r.state = 'RECEIVED' and r.amount > r.allocated + r.refunded)`);
  await publish(tx, penaltiesCharged, { programme: programme.id, transaction, count: charged });
  return charged;
}
