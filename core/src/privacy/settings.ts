import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';

/** A deployment's settings of `privacy`. */
export const privacyModuleSettings = z
  .object({
    /** Days within which a correction request is answered. */
    correctionDays: z.number().int().min(1).max(365).default(30),
  })
  .strict();

export type PrivacySettings = z.infer<typeof privacyModuleSettings>;

export function privacySettings(platform: Pick<Platform, 'settings'>): PrivacySettings {
  return privacyModuleSettings.parse(platform.settings('privacy') ?? {});
}
