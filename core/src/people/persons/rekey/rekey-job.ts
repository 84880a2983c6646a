import { withoutLimits } from '../../../kernel/access/scope.js';
import type { Context } from '../../../kernel/context.js';
import { CHUNKS_OF_BEFORE, resealChunks, type ChunkPlace } from '../../../kernel/files/seal-chunk.js';
import { defineJob } from '../../../kernel/jobs/define-job.js';
import { readRows } from '../../../kernel/read/read-rows.js';
import { inTransaction, type TxContext } from '../../../kernel/write/transaction.js';
import { ORGANISATIONS_BEFORE, renewOrganisationNumbers } from '../../organisations/accounts/renew-numbers.js';
import { MADE_BEFORE, NUMBERS, renewNumbers } from './renew-numbers.js';
import { rewrapKeys } from './rewrap-keys.js';

const FIRST = '00000000-0000-0000-0000-000000000000';

/** Wraps keys of persons anew with the newest key, renews what none of them sealed and what older keys digested, and seals files with it. */
export const rekey = defineJob<Record<string, never>>({
  name: 'people.rekey',
  description: 'Renews what older keys made of identifiers, account numbers and files',
  async run(asked, _input, job) {
    const ctx = withoutLimits(asked);
    const total = await left(ctx) + await keys(ctx);
    let done = 0;
    let rewrapped = 0;
    for (let after: string | undefined = FIRST; after !== undefined;) {
      const some: Awaited<ReturnType<typeof rewrapKeys>> = await inTransaction(ctx, (tx) => rewrapKeys(tx, after ?? FIRST));
      [after, done, rewrapped] = [some.last, done + some.seen, rewrapped + some.rewrapped];
      await job.progress(done, total);
    }
    let renewed = 0;
    const renewals = [...NUMBERS.map((numbers) => (tx: TxContext, after: string) => renewNumbers(tx, numbers, after)), renewOrganisationNumbers];
    for (const renew of renewals) {
      for (let after: string | undefined = FIRST; after !== undefined;) {
        const some: Awaited<ReturnType<typeof renewNumbers>> = await inTransaction(ctx, (tx) => renew(tx, after ?? FIRST));
        [after, done, renewed] = [some.last, done + some.renewed, renewed + some.renewed];
        await job.progress(Math.min(done, total), total);
      }
    }
    let files = 0;
    for (let after: ChunkPlace | undefined = { file: FIRST, n: -1 }; after !== undefined;) {
      const some: Awaited<ReturnType<typeof resealChunks>> = await inTransaction(ctx, (tx) => resealChunks(tx, after ?? { file: FIRST, n: -1 }));
      [after, done, files] = [some.last, done + some.renewed, files + some.renewed];
      await job.progress(Math.min(done, total), total);
    }
    return { rewrapped, renewed, files, left: await left(ctx) };
  },
});

async function left(ctx: Context): Promise<number> {
  const stale = [...NUMBERS.map(({ table }) => `${table} where ${MADE_BEFORE}`), `people.organisation_account where ${ORGANISATIONS_BEFORE}`, CHUNKS_OF_BEFORE];
  const counts = await Promise.all(stale.map((rows) => readRows<{ count: number }>(ctx, `select count(*)::int as count from ${rows}`, [ctx.platform.keys.current.id])));
  return counts.reduce((sum, { rows }) => sum + (rows[0]?.count ?? 0), 0);
}

async function keys(ctx: Context): Promise<number> {
  const { rows } = await readRows<{ count: number }>(ctx, 'select count(*)::int as count from people.person_key');
  return rows[0]?.count ?? 0;
}
