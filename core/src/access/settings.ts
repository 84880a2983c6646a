import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';

/** A deployment's settings of `access`. */
export const accessSettings = z
  .object({
    sessions: z
      .object({
        /** Minutes without a request after which a browser's session is over. */
        idleMinutes: z.number().int().min(1).max(24 * 60).default(30),
        /** Hours after which it is over in any case. */
        hours: z.number().int().min(1).max(7 * 24).default(12),
        /** Minutes for which a token of a service account holds. */
        serviceMinutes: z.number().int().min(1).max(24 * 60).default(15),
      })
      .strict()
      .prefault({}),
  })
  .strict();

export type SessionSettings = z.infer<typeof accessSettings>['sessions'];

export function sessionSettings(platform: Platform): SessionSettings {
  return accessSettings.parse(platform.settings('access') ?? {}).sessions;
}
