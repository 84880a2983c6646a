import type { Context } from '../../kernel/context.js';
import { backgroundWork } from '../../kernel/jobs/background.js';
import { gauges } from '../../kernel/telemetry/gauges.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { noteVerification, verifyLedger } from './verify-ledger.js';

/** A transaction may take so long from its first row to its commit and is looked at still. */
const RECENT_MINUTES = 10;
const DUE = `select c.kind from (values ('FULL', interval '1 day'), ('RECENT', interval '50 seconds')) as c(kind, every)
  where not exists (select from transactions.ledger_check l where l.kind = c.kind and l.checked_at > now() - c.every) limit 1`;

/** Looks through what was booked lately, once a minute, and through everything, once a day, whichever process comes first. */
export function watchLedger(ctx: Context): Promise<number> {
  return inTransaction(ctx, async ({ tx }) => {
    await tx.query('set local statement_timeout = 0');
    const { rows: [mine] } = await tx.query<{ mine: boolean }>("select pg_try_advisory_xact_lock(hashtextextended('transactions.watch-ledger', 0)) as mine");
    const { rows: [due] } = mine?.mine ? await tx.query<{ kind: 'RECENT' | 'FULL' }>(DUE) : { rows: [] };
    if (!due) return 0;
    const found = await verifyLedger(tx, due.kind === 'RECENT' ? { sinceMinutes: RECENT_MINUTES } : {});
    await noteVerification(tx, due.kind, found);
    if (found.findings.length > 0) ctx.platform.log.error({ findings: found.findings.length, first: found.findings[0] }, 'the books are not right');
    return 0;
  });
}

export const watchesLedger = backgroundWork.contribute('transactions.watch-ledger', { everyMs: 10_000, run: watchLedger });

export const ledgerGauges = [
  gauges.contribute('kinga_ledger_findings', {
    help: 'What is wrong in the books, by kind; anything but 0 is an alarm', label: 'kind',
    read: async (pool) => (await pool.query<{ label: string; value: number }>(
      `select k.kind as label, count(f.place)::int as value from unnest('{UNBALANCED,ORPHAN,WRONG_CURRENCY,WRONG_TOTAL,OVERPAID,PARTED_PAYMENT,CLOSED_PERIOD,WRONG_BUDGET,WRONG_WITHHELD,WRONG_ORGANISATION_PAYMENT}'::text[]) as k(kind)
       left join transactions.ledger_finding f on f.kind = k.kind group by 1`)).rows,
  }),
  gauges.contribute('kinga_ledger_check_age_seconds', {
    help: 'How long ago the books were looked through last: what was booked lately (RECENT), and all of them (FULL)', label: 'kind',
    read: async (pool) => (await pool.query<{ label: string; value: number }>('select kind as label, extract(epoch from now() - checked_at)::float as value from transactions.ledger_check')).rows,
  }),
];
