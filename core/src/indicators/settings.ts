import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';

/** A deployment's settings of `indicators`. */
export const indicatorsSettings = z.object({
  /** What so many persons or fewer could make is told to nobody who may not see persons: values of fewer are hidden, all others are in steps of it. 1 tells all. */
  smallestCell: z.number().int().min(1).max(1_000).default(10),
}).strict();

export function settingsOf(platform: Platform): z.infer<typeof indicatorsSettings> {
  return indicatorsSettings.parse(platform.settings('indicators') ?? {});
}
