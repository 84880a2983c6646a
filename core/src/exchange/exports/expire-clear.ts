import type { Context } from '../../kernel/context.js';
import { backgroundWork } from '../../kernel/jobs/background.js';
import { inTransaction } from '../../kernel/write/transaction.js';

const HOURS = 24;
const EVERY_MS = 300_000;

/** When a file in clear that is done now ends. */
export function expiryOf({ platform }: Pick<Context, 'platform'>): string {
  return new Date(platform.now() + HOURS * 3_600_000).toISOString();
}

/**
 * Throws away the bytes of files in clear whose time has come; that and why they were made stays.
 *
 * @returns of how many files
 */
export function expireClearExports(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { rows: [gone] } = await tx.tx.query<{ files: number }>('select exchange.expire_clear_exports($1) as files', [new Date(ctx.platform.now()).toISOString()]);
    return gone?.files ?? 0;
  }, { operation: 'exchange.expire-clear' });
}

export const expireClear = backgroundWork.contribute('exchange.expire-clear', { everyMs: EVERY_MS, run: expireClearExports });
