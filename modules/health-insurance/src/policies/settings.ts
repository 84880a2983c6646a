import { z, type Platform } from '@kinga/plugin-sdk';

/** A deployment's settings of policies. */
export const policySettings = z
  .object({
    /** How many days before its last day it is told that a policy ends. */
    tellDaysBefore: z.number().int().min(1).max(366).default(14),
  })
  .strict()
  .prefault({});

/** What a deployment says of policies. */
export function settingsOfPolicies({ settings }: Pick<Platform, 'settings'>): z.infer<typeof policySettings> {
  return policySettings.parse(z.object({ policies: policySettings }).partial().parse(settings('health-insurance') ?? {}).policies ?? {});
}
