import { keyWrappingOf, type WrappedKey } from '../../../kernel/secrets/key-wrapping.js';
import type { TxContext } from '../../../kernel/write/transaction.js';

const BATCH = 1_000;

/** Wraps the keys that follow in the order of ids, where what wrapped them is not the newest; a key that does not open stays as it is. */
export async function rewrapKeys(ctx: TxContext, after: string): Promise<{ readonly seen: number; readonly rewrapped: number; readonly last: string | undefined }> {
  const wrapping = keyWrappingOf(ctx);
  const { rows } = await ctx.tx.query<WrappedKey>('select id, wrapped from people.person_key where id > $1 order by id limit $2', [after, BATCH]);
  const stale = rows.filter(({ wrapped }) => !wrapping.isCurrent(ctx, wrapped));
  const opened = await wrapping.unwrap(ctx, stale);
  const keys = stale.flatMap(({ id }, index) => {
    const bytes = opened[index];
    return Buffer.isBuffer(bytes) ? [{ id, bytes }] : [];
  });
  if (keys.length > 0) {
    const wrapped = await wrapping.wrap(ctx, keys);
    await ctx.tx.query('update people.person_key k set wrapped = n.wrapped from unnest($1::uuid[], $2::bytea[]) as n (id, wrapped) where k.id = n.id', [keys.map(({ id }) => id), wrapped]);
  }
  return { seen: rows.length, rewrapped: keys.length, last: rows.length < BATCH ? undefined : rows.at(-1)?.id };
}
