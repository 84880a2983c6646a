import { withoutLimits } from '../../kernel/access/scope.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { publish } from '../../kernel/events/publish.js';
import { defineJob } from '../../kernel/jobs/define-job.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { personsErased } from '../events.js';
import { journalErasures, type JournalEntry } from './journal.js';

/** Persons erased in one transaction. */
const AT_A_TIME = 100;

/**
 * Erases the persons of an approved run, some at a time. Killed anywhere, the next worker goes on with those that are left; what
 * events, jobs and kept answers say is gone through once, at the end.
 */
export const erase = defineJob<{ readonly runId: string }>({
  name: 'privacy.erase',
  description: 'Erases the persons of an approved erasure',
  async run(asked, { runId }, job) {
    // Everybody on the list that was approved, wherever they are.
    const ctx = withoutLimits(asked);
    const { rows } = await readRows<{ left: number; state: string }>(ctx,
      "select (select count(*)::int from privacy.erasure_case c where c.run_id = r.id and c.state = 'DUE') as left, r.state from privacy.erasure_run r where r.id = $1", [runId],
    );
    const left = rows[0]?.left ?? 0;
    if (rows[0]?.state !== 'APPROVED') return {};
    let done = 0;
    for (let some = 1; some > 0;) {
      some = await inTransaction(ctx, async (tx) => eraseNext(tx, runId));
      done += some;
      await job.progress(done, left);
    }
    return { erased: await inTransaction(ctx, (tx) => finish(tx, runId)) };
  },
});

async function eraseNext(tx: TxContext, runId: string): Promise<number> {
  const { rows } = await tx.tx.query<{ settled: number }>('select privacy.erase_next($1, $2, $3) as settled', [runId, tx.today, AT_A_TIME]);
  await journalSettled(tx, runId);
  return rows[0]?.settled ?? 0;
}

/**
 * Before the commit, so that nobody is erased whom the journal does not know. Where the commit fails, the persons' next try says
 * again what became of them.
 */
async function journalSettled(tx: TxContext, runId: string): Promise<void> {
  const { rows } = await tx.tx.query<JournalEntry>(
    `select person_id as person, erased_on::text as on from privacy.erasure where run_id = $1 and erased_at >= date_trunc('milliseconds', now())`, [runId]);
  const { rows: left } = await tx.tx.query<{ person: string }>(
    `select person_id as person from privacy.erasure_case where run_id = $1 and state in ('HELD', 'BUSY') and updated_at >= date_trunc('milliseconds', now())`, [runId]);
  await journalErasures(tx.platform, [...rows, ...left.map(({ person }) => ({ person, on: tx.today, stays: true as const }))]);
}

async function erasedBy(tx: TxContext, runId: string): Promise<readonly string[]> {
  const { rows } = await tx.tx.query<{ person_id: string }>('select person_id from privacy.erasure where run_id = $1 order by person_id', [runId]);
  return rows.map((row) => row.person_id);
}

async function finish(tx: TxContext, runId: string): Promise<number> {
  const persons = await erasedBy(tx, runId);
  await tx.tx.query('select privacy.erase_mentions($1)', [runId]);
  await tx.tx.query("update privacy.erasure_run set state = 'DONE' where id = $1", [runId]);
  await publish(tx, personsErased, { run: runId, persons });
  return persons.length;
}
