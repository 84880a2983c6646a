import { sql, type Sql } from '../../kernel/read/sql.js';

/** Whether an instruction `i` is in a batch of a run: the one that it was made for, or the one that it went in after it was held. */
export function inBatch(runId: string, number: number): Sql {
  return sql`i.run_id = ${runId}::uuid and coalesce(i.moved_to, i.batch_number) = ${number}::int`;
}
