import { defineJob } from '../../kernel/jobs/define-job.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { encoderOf } from './phonetic-encoder.js';

const BATCH = 5_000;
const FUNCTION = /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/;

/** Makes `matching.phonetic` call a function of the database. */
async function useEncoder(ctx: TxContext, name: string): Promise<void> {
  if (!FUNCTION.test(name)) throw new Error(`${name} is no name of a function: it must be "schema.function" in small letters.`);
  const { rows } = await ctx.tx.query<{ there: boolean }>("select to_regprocedure($1 || '(text)') is not null as there", [name]);
  if (!rows[0]?.there) throw new Error(`The database has no function ${name}(text): a migration of the module that contributes the encoder has to lay it.`);
  await ctx.tx.query('call matching.use_encoder($1)', [name]);
}

/** Puts the deployment's encoder into effect. Words whose codes are right are passed over, so that a job that was killed goes on. */
export const reencode = defineJob<Record<string, never>>({
  name: 'matching.reencode',
  description: 'Encodes the words of all names as the phonetic encoder of the deployment has it',
  async run(ctx, _input, job) {
    const { sqlFunction } = encoderOf(ctx);
    await inTransaction(ctx, (tx) => useEncoder(tx, sqlFunction));
    const { rows: [first] } = await ctx.platform.pool.query<{ words: number }>('select count(*)::int as words from matching.word');
    let [last, done, changed]: [string | null, number, number] = ['', 0, 0];
    while (last !== null) {
      const { rows: [batch] }: { rows: readonly { last: string | null; words: number; changed: number }[] } = await ctx.platform.pool.query(`
        with batch as materialized (select distinct word from matching.word where word > $1 order by word limit ${BATCH}),
        written as (
          update matching.word w set codes = matching.phonetic(batch.word) from batch
          where w.word = batch.word and w.codes is distinct from matching.phonetic(batch.word) collate "C" returning 1)
        select (select max(word) from batch) as last, (select count(*)::int from batch) as words, (select count(*)::int from written) as changed`, [last]);
      [last, done, changed] = [batch?.last ?? null, done + (batch?.words ?? 0), changed + (batch?.changed ?? 0)];
      await job.progress(done, Math.max(done, first?.words ?? 0));
    }
    return { encoder: sqlFunction, words: done, changed };
  },
});
