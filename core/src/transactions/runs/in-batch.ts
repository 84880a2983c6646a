import { sql, trusted, type Sql } from '../../kernel/read/sql.js';

/**
 * The number of the batch in which an instruction `i` is: the one that it was made for, or the one that it went in after it was held. The index
 * `payment_instruction_of_batch` holds it in these words. Not `coalesce`, of which PostgreSQL asks no index of a table with policies.
 */
export const BATCH_OF = 'case when i.moved_to is not null then i.moved_to else i.batch_number end';

/** Whether an instruction `i` is in a batch of a run. */
export function inBatch(runId: string, number: number): Sql {
  return sql`i.run_id = ${runId}::uuid and ${trusted(BATCH_OF)} = ${number}::int`;
}
