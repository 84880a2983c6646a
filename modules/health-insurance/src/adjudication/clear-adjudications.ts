import { ask, backgroundWork, inTransaction, sql, type Context } from '@kinga/plugin-sdk';

/** Empties the tables that adjudications work on where they have grown, unless one runs for longer than is waited; the next look will do then. @param wait milliseconds */
export async function clearAdjudications(ctx: Context, wait: number): Promise<void> {
  await inTransaction(ctx, (tx) => ask(tx, sql`call health_insurance.clear_adjudications(make_interval(secs => ${wait}::int / 1000.0))`));
}

/** Also where claims come one by one. */
export const clearsAdjudications = backgroundWork.contribute('health-insurance.clear-adjudications', {
  everyMs: 60_000,
  run: async (ctx) => {
    await clearAdjudications(ctx, 2000);
    return 0;
  },
});
