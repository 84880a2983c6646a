import type { TxContext } from '../../kernel/write/transaction.js';
import type { Settled } from './book-payments.js';
import { contentOf } from './content-of-run.js';
import type { LockedRun } from './lock-run.js';
import type { ChannelAnswer, Outcome } from '../payment-channel.js';

/** A line of an answer that books nothing. */
export interface Unmatched {
  readonly line: number;
  readonly reference: string;
  /** Code of why. */
  readonly reason: string;
}

export interface Matched {
  readonly settled: readonly Settled[];
  readonly unmatched: readonly Unmatched[];
}

/** What a line means for the run: `null` where it settles a payment. The first reason that holds is told. */
const REASON = `case
  when i.id is null then 'UNKNOWN_REFERENCE'
  when i.run_id <> $1 then 'OTHER_RUN'
  when l.meanings > 1 then 'CONTRADICTS_ITSELF'
  when i.state = 'PENDING' then 'NOT_SENT'
  when i.state <> 'SENT' then 'ALREADY_' || i.state
  when case when l.minor then l.amount / 10 ^ (select c.minor_digits from transactions.currency c where c.code = i.currency) else l.amount end <> i.amount then 'WRONG_AMOUNT'
  when l.nth > 1 then 'REPEATED'
end`;

/**
 * Matches an answer with a run's payments by their references, in one statement. A reference that is said twice with
 * different meanings settles nothing; said twice alike, it settles once. What is said of a batch is said of each of its payments that
 * no line names and that is not settled. A payment of several instructions is told by the first of them.
 */
export async function matchAnswer(ctx: TxContext, run: LockedRun, answer: ChannelAnswer): Promise<Matched> {
  const { table, batchOf } = contentOf(run);
  const { rows } = await ctx.tx.query<{ line: number; reference: string; status: Outcome; said: string | null; id: string; reason: string | null }>(
    `with named as (
       select * from jsonb_to_recordset($2) as t(line int, reference text, amount numeric, "inMinorUnits" boolean, status text, reason text)),
     batch as (
       select * from jsonb_to_recordset($3) as t(line int, key text, status text, reason text)),
     said as (
       select line, reference, amount, "inMinorUnits" as minor, status, reason from named
       union all
       select batch.line, coalesce(i.reference, batch.key), null, null, batch.status, batch.reason
       from batch left join transactions.payment_batch b on b.key = batch.key
       left join ${table} i on i.run_id = b.run_id and ${batchOf} = b.number
       where i.id is null or (i.state not in ('PAID', 'RETURNED') and not exists (select from named where named.reference = i.reference))),
     meaning as (
       select reference, count(distinct (amount, status)) as meanings from said group by reference),
     l as (
       select said.*, meaning.meanings, row_number() over (partition by reference order by line) as nth from said join meaning using (reference))
     select l.line, l.reference, l.status, l.reason as said, i.id, ${REASON} as reason
     from l left join ${table} i on i.reference = l.reference order by l.line, l.reference`,
    [run.id, JSON.stringify(answer.lines), JSON.stringify(answer.batches ?? [])],
  );
  const unmatched = rows.flatMap(({ line, reference, reason }): Unmatched[] => (reason ? [{ line, reference, reason }] : []));
  return {
    settled: rows.filter((row) => !row.reason).map(({ id, status, said }) => ({ id, status, reason: said })),
    unmatched: [...unmatched, ...answer.unreadable].toSorted((a, b) => a.line - b.line),
  };
}
