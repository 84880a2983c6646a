import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';

const policy = z
  .object({
    /** Name of a mutation. */
    operation: z.string().min(1),
    /** Fields of its input, `attributes.roof` for one inside of another: only inputs that give one of them are held back. */
    fields: z.array(z.string().min(1)).min(1).optional(),
    /** A permission that approving takes beyond `change-requests.requests.decide`. */
    approve: z.string().min(1).optional(),
    /** Whether evidence must be given with the change. */
    evidence: z.boolean().default(false),
    /** After how many days nobody can approve it any more. */
    days: z.number().int().min(1).max(3650).optional(),
  })
  .strict();

/** A deployment's settings of `change-requests`: which mutations wait for approval. */
export const changeRequestSettings = z.object({ policies: z.array(policy).default([]) }).strict();

/** What a deployment puts behind approval. */
export type ChangePolicy = z.infer<typeof policy>;

const known = new WeakMap<Platform, ReadonlyMap<string, readonly ChangePolicy[]>>();

/** The deployment's policies by operation. */
export function policiesOf(platform: Platform): ReadonlyMap<string, readonly ChangePolicy[]> {
  const found = known.get(platform) ?? Map.groupBy(changeRequestSettings.parse(platform.settings('change-requests') ?? {}).policies, ({ operation }) => operation);
  known.set(platform, found);
  return found;
}
