import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';

/** A deployment's settings of `indicators`. */
export const indicatorsSettings = z.object({
  /** Counts below this are hidden from whoever may not see persons; 1 hides none. */
  smallestCell: z.number().int().min(1).max(1_000).default(10),
}).strict();

export function settingsOf(platform: Platform): z.infer<typeof indicatorsSettings> {
  return indicatorsSettings.parse(platform.settings('indicators') ?? {});
}
