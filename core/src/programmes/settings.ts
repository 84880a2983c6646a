import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';

/** A deployment's settings of `programmes`. */
export const programmesSettings = z.object({
  /** Whether values of parameters and versions of tables wait for a second person. Versions of programmes always do. */
  secondPersonForValues: z.boolean().default(true),
  /** Groups of simulations below this are hidden from whoever may not see persons, and figures of others are in steps of it; 1 tells all. */
  smallestCell: z.number().int().min(1).max(1_000).default(10),
  /** After how many months whoever is enrolled must be judged again; never where it is null. */
  recertifyEveryMonths: z.number().int().min(1).max(120).nullable().default(null),
  /** Whether applications are judged by the rules in force as they are recorded, whoever records them. */
  assessApplications: z.boolean().default(false),
  /** After how many hours what has changed of a programme is looked into by itself, so that somebody may approve what is owed otherwise; never where it is null. */
  redetermineAfterHours: z.number().min(0).max(8_784).nullable().default(null),
}).strict();

export function settingsOf(platform: Platform): z.infer<typeof programmesSettings> {
  return programmesSettings.parse(platform.settings('programmes') ?? {});
}
