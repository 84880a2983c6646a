import { z } from 'zod';
import type { Context } from '../kernel/context.js';
import { cashDeskSettings } from './channels/cash-desk/settings.js';
import { fileChannelSettings } from './channels/files/settings.js';
import { mobileMoneySettings } from './channels/mobile-money/settings.js';
import { isoChannelSettings } from './channels/iso20022/settings.js';

/** A deployment's settings of `transactions`. */
export const transactionsSettings = z
  .object({
    /** How many instructions are handed to a channel at once. */
    batchSize: z.number().int().min(1).max(100_000).default(500),
    payees: z
      .object({
        /** Whether money goes to accounts alone that somebody has verified. An account that was refuted is never paid into. */
        accountsMustBeVerified: z.boolean().default(true),
        /** The part of a payment that may go to others at most, what is kept back for overpayments included, as a decimal text. */
        maxDeductionShare: z.string().regex(/^(0\.\d{1,6}|1)$/, 'more than 0 and at most 1, such as "0.5"').default('0.5'),
        /** From which age on somebody may receive for another. */
        adultAge: z.number().int().min(0).max(30).default(18),
      })
      .strict()
      .prefault({}),
    /** The part of a payment that recovery plans may keep back at most, as a decimal text: what the law leaves to people is kept from everybody. */
    maxOffsetShare: z.string().regex(/^(0\.\d{1,6}|1)$/, 'more than 0 and at most 1, such as "0.2"').default('1'),
    runs: z
      .object({
        /** From which part of what the run of before paid on an approver is told that an amount is another, as a decimal text: "0.1" is a tenth, "0" tells of any. */
        changeTolerance: z.string().regex(/^\d{1,3}(\.\d{1,6})?$/, 'a part as a decimal text, such as "0.1"').default('0.1'),
        /** Up to how many payments a run may have to be given up within the request; larger ones are by a job. */
        cancelAtOnce: z.number().int().min(0).default(5_000),
      })
      .strict()
      .prefault({}),
    /** After how many days payers are reminded of what is late, level by level; nobody where empty. */
    reminderDays: z.array(z.number().int().min(1)).default([7, 30, 60]),
    /** Payment channels of this deployment beside those of its modules, by name. */
    channels: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'is no name of small letters, digits and dashes'), z.discriminatedUnion('kind', [isoChannelSettings, fileChannelSettings, mobileMoneySettings, cashDeskSettings])).default({}),
    reconciliation: z
      .object({
        /** Days that a bank has to show what a channel says. */
        graceDays: z.number().int().min(0).max(60).default(3),
        /** Days that a channel has to say what became of a payment. */
        answerDays: z.number().int().min(1).max(365).default(14),
        /** Minutes after which a channel that can be asked is asked again what became of payments. */
        inquireMinutes: z.number().int().min(1).max(10_080).default(60),
      })
      .strict()
      .prefault({}),
  })
  .strict();

export function settingsOf(ctx: { readonly platform: Pick<Context['platform'], 'settings'> }): z.infer<typeof transactionsSettings> {
  return transactionsSettings.parse(ctx.platform.settings('transactions') ?? {});
}
