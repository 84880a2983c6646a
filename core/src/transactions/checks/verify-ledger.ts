import type { QueryResult, QueryResultRow } from 'pg';
import { INVARIANTS, type LedgerFault } from './invariants.js';

/** Something that is wrong in the books. */
export interface LedgerFinding {
  readonly kind: LedgerFault;
  /** Such as `transaction 018f…`. */
  readonly place: string;
  readonly what: string;
}

export interface LedgerVerification {
  /** How many transactions were looked at. */
  readonly transactions: number;
  readonly findings: readonly LedgerFinding[];
}

/** What runs statements in one transaction that sees everything. */
export interface Asked {
  query<R extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<QueryResult<R>>;
}

/**
 * Looks whether the books are right, whoever wrote them: that transactions balance, kept totals are the sums of postings, and
 * nobody is paid too much. At most 100 findings of a kind.
 *
 * @param sinceMinutes looks at what was booked in these minutes alone; at everything where left out
 */
export async function verifyLedger(tx: Asked, { sinceMinutes, step = () => undefined }: { readonly sinceMinutes?: number; readonly step?: (text: string) => void } = {}): Promise<LedgerVerification> {
  const recent = sinceMinutes !== undefined;
  // Ids begin with the milliseconds at which they were made.
  const { rows: [from] } = await tx.query<{ id: string }>(
    `select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - ($1::int * 60000)::bigint), 12, '0') || repeat('0', 20))::uuid::text as id`, [sinceMinutes ?? 0],
  );
  const values = recent ? [from?.id] : [];
  const { rows: [counted] } = await tx.query<{ n: string }>(`select count(*) as n from transactions.transaction${recent ? ' where id >= $1::uuid' : ''}`, values);
  const findings: LedgerFinding[] = [];
  for (const { kind, description, sql } of INVARIANTS) {
    step(description);
    const text = sql(recent);
    const { rows } = await tx.query<{ place: string; what: string }>(text, text.includes('$1') ? values : []);
    findings.push(...rows.map(({ place, what }) => ({ kind, place, what })));
  }
  return { transactions: Number(counted?.n ?? 0), findings };
}

/** Keeps what was found: of a look through everything, what is no longer found goes. */
export async function noteVerification(tx: Asked, kind: 'RECENT' | 'FULL', { transactions, findings }: LedgerVerification): Promise<void> {
  if (kind === 'FULL') await tx.query('delete from transactions.ledger_finding');
  await tx.query(
    `insert into transactions.ledger_finding (kind, place, what) select distinct on (kind, place) kind, place, what from jsonb_to_recordset($1) as f(kind text, place text, what text)
     on conflict (kind, place) do update set what = excluded.what`, [JSON.stringify(findings)],
  );
  await tx.query(
    `insert into transactions.ledger_check (kind, checked_at, transactions, findings) values ($1, now(), $2, $3)
     on conflict (kind) do update set (checked_at, transactions, findings) = (excluded.checked_at, excluded.transactions, excluded.findings)`, [kind, transactions, findings.length],
  );
}
