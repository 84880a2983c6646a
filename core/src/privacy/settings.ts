import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';

function isCron(text: string): boolean {
  try {
    CronExpressionParser.parse(text, { tz: 'UTC' });
    return text.trim().split(/\s+/).length === 5;
  } catch {
    return false;
  }
}

/** A deployment's settings of `privacy`. */
export const privacyModuleSettings = z
  .object({
    /** Days within which a correction request is answered. */
    correctionDays: z.number().int().min(1).max(365).default(30),
    /** When lists of whom nothing keeps any more are proposed by themselves, as cron says it (UTC), such as `0 6 1 * *` for the first of each month; never where left out. */
    proposeErasures: z.string().refine(isCron, { message: 'is no time as cron says it, such as 0 6 1 * *' }).optional(),
  })
  .strict();

export type PrivacySettings = z.infer<typeof privacyModuleSettings>;

export function privacySettings(platform: Pick<Platform, 'settings'>): PrivacySettings {
  return privacyModuleSettings.parse(platform.settings('privacy') ?? {});
}
