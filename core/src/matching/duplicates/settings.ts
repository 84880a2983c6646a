import { z } from 'zod';
import type { Context } from '../../kernel/context.js';

/** How persons who may be the same are searched for. */
export const duplicateSettings = z
  .object({
    /** How likely two persons must be one to be proposed, from 0.05 to 0.99. A person looks at what is proposed, so a false proposal costs less than a pair that nobody sees; at 0.4 about as many are missed as are false (bench/README.md, Duplicates). */
    proposeFrom: z.number().min(0.05).max(0.99).default(0.4),
    /** Most persons who share a key (two sounds and a place, say) and are compared for it; what more share says too little. */
    largestBlock: z.number().int().min(5).max(1000).default(80),
    /** Pairs drawn at random to learn how often persons agree by chance. */
    sampledPairs: z.number().int().min(1_000).max(10_000_000).default(300_000),
  })
  .strict();

export const matchingSettings = z.object({ duplicates: duplicateSettings.prefault({}) }).strict();

export function duplicatesSettings(ctx: Context): z.infer<typeof duplicateSettings> {
  return matchingSettings.parse(ctx.platform.settings('matching') ?? {}).duplicates;
}
