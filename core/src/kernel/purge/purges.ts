import { extensionPoint } from '../module/extension-point.js';

/** Rows that are of no use any more, of a table that would grow without end. */
export interface Purge {
  /** With its schema. */
  readonly table: string;
  /** Which rows `t` go, in SQL. `$1` is the platform's instant; `now()` is the database's. */
  readonly where: string;
}

/** What is thrown away by time. A table that keeps no history is named here, or in the test of purges with why it doesn't grow. */
export const purges = extensionPoint<Purge>('kernel.purges', 'many', 'Rows that are thrown away when they are of no use any more');

export const kernelPurges = [
  // Whoever has had no answer for so long looks before sending again.
  purges.contribute('kernel.idempotency', { table: 'kernel.idempotency', where: "t.created_at < now() - interval '30 days'" }),
  purges.contribute('kernel.ended-presence', { table: 'kernel.ended_presence', where: 't.forget_at < now()' }),
  // A bucket that nobody took from for so long is full, and one that is not there is full too.
  purges.contribute('kernel.allowance', { table: 'kernel.allowance', where: "t.at < now() - interval '2 days'" }),
  // A replica that lacks it would be further behind than it may.
  purges.contribute('kernel.last-write', { table: 'kernel.last_write', where: "t.at < now() - interval '1 hour'" }),
  purges.contribute('kernel.uploads', { table: 'kernel.file', where: "t.purpose = 'upload' and not t.in_use and t.created_at < now() - interval '7 days'" }),
];
