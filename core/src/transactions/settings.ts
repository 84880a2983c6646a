import { z } from 'zod';
import type { Context } from '../kernel/context.js';

/** A deployment's settings of `transactions`. */
export const transactionsSettings = z
  .object({
    /** How many instructions are handed to a channel at once. */
    batchSize: z.number().int().min(1).max(100_000).default(500),
    /** Attribute of a person that names the account to be paid into; looked at when a run is created. */
    accountAttribute: z.string().default('paymentAccount'),
  })
  .strict();

export function settingsOf(ctx: Context): z.infer<typeof transactionsSettings> {
  return transactionsSettings.parse(ctx.platform.settings('transactions') ?? {});
}
