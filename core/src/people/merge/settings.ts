import { z } from 'zod';
import type { Context } from '../../kernel/context.js';
import { photoSettings } from '../documents/settings.js';
import { personSettingsShape } from '../persons/settings.js';

const rule = z.enum(['SURVIVOR', 'MERGED', 'LATEST']);

/** Whose value of a field stands after a merge where both have one and the clerk does not say: LATEST is of the person that was changed last. */
export const mergeSettings = z
  .object({
    NAME: rule.default('SURVIVOR'),
    SEX: rule.default('SURVIVOR'),
    BIRTH: rule.default('SURVIVOR'),
    DEATH: rule.default('SURVIVOR'),
    LANGUAGES: rule.default('SURVIVOR'),
    ATTRIBUTES: rule.default('SURVIVOR'),
  })
  .strict();

/** A deployment's settings of `people`. */
export const peopleSettings = z
  .object({
    /** Which values stand when two persons are merged. */
    merge: mergeSettings.prefault({}),
    photos: photoSettings.prefault({}),
    ...personSettingsShape,
  })
  .strict();

export type MergeRules = z.infer<typeof mergeSettings>;

export function mergeRules(ctx: Context): MergeRules {
  return peopleSettings.parse(ctx.platform.settings('people') ?? {}).merge;
}
