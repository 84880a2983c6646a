import { z } from 'zod';
import type { Context } from '../../kernel/context.js';

/** Part of a deployment's settings of `people`: for how long a photo shows what a person looks like. */
export const photoSettings = z
  .object({
    /** Months after which an adult's photo is out of date. */
    adultMonths: z.number().int().min(1).default(60),
    /** The same for a child, who changes sooner. */
    childMonths: z.number().int().min(1).default(12),
    /** Age in years from which somebody is an adult here. */
    majority: z.number().int().min(1).max(30).default(18),
  })
  .strict();

export function photoSettingsOf(ctx: Context): z.infer<typeof photoSettings> {
  const given = ctx.platform.settings<{ readonly photos?: unknown } | undefined>('people');
  return photoSettings.parse(given?.photos ?? {});
}
