import type { Context } from '../../../kernel/context.js';
import { limited } from '../../../kernel/surface/limited.js';
import { personSettings } from '../settings.js';

const HOUR_SECONDS = 3_600;

/**
 * Counts look-ups by whole numbers. Whoever could look up without end could try all numbers, of which there are few enough.
 *
 * @throws GraphQLError RATE_LIMITED
 */
export async function limitLookUps(ctx: Context, numbers = 1): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  const often = { of: ctx.actor.id, most: personSettings(ctx).numberLookUpsPerHour, inSeconds: HOUR_SECONDS };
  await Promise.all(Array.from({ length: numbers }, () => limited(ctx, 'look-up by number', often)));
}
