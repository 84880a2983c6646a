import { z } from 'zod';
import type { Platform } from '../platform.js';
import { privacySettings } from '../privacy/register/settings.js';
import { MEDIA_TYPES } from './media-types.js';

/** A deployment's settings of `kernel`. */
export const kernelSettings = z
  .object({
    files: z
      .object({
        /** Bytes that a file that is sent may have. */
        largest: z.number().int().min(1).max(2_000_000_000).default(200_000_000),
        /** Media types that may be sent: some of those that Kinga can tell. */
        mediaTypes: z.array(z.enum(MEDIA_TYPES)).min(1).default([...MEDIA_TYPES]),
        /** Minutes for which a link to a file is good. */
        linkMinutes: z.number().int().min(1).max(1440).default(10),
        /** Minutes within which sending a file must begin. */
        uploadMinutes: z.number().int().min(1).max(1440).default(60),
        /** Where clients reach this deployment, such as `https://kinga.example.org`. Links are relative to it where left out. */
        publicUrl: z.url().transform((url) => url.replace(/\/+$/, '')).optional(),
      })
      .strict()
      .prefault({}),
    privacy: privacySettings.prefault({}),
    /** Servers on whose disks a commit is before it is acknowledged: 2 where a standby must have it too, so that losing one loses nothing. */
    copies: z.number().int().min(1).max(9).default(1),
  })
  .strict();

export type FileSettings = z.infer<typeof kernelSettings>['files'];

export function fileSettings(platform: Platform): FileSettings {
  return kernelSettings.parse(platform.settings('kernel') ?? {}).files;
}
