import type { FastifyRequest } from 'fastify';
import type { Platform } from '../../kernel/platform.js';
import type { Taking } from '../../kernel/surface/allowances.js';
import { addressKey, rateLimited } from '../../kernel/surface/limited.js';

/** In how many takings an address's tries are reserved: most of them send no statement. */
const BLOCKS = 60;
const LONGEST_CODE = 200;

/**
 * Counts a try to get in: for its address, and where it names an account, for the account from this address and from all. From
 * one address an account is guessed at few times; whoever guesses there keeps nobody out who knows the secret elsewhere.
 *
 * @returns what to call where the try was right, so that it does not count
 * @throws GraphQLError RATE_LIMITED
 */
export async function countTry(platform: Platform, { ip }: Pick<FastifyRequest, 'ip'>, account?: string): Promise<() => void> {
  const { signInRate, guessRate, guessRateOfAll } = platform.limits;
  const address = addressKey(ip);
  const code = account?.slice(0, LONGEST_CODE);
  const takings: readonly Taking[] = [
    { of: `sign-in:${address}`, cost: 1, rate: signInRate, block: signInRate.capacity / BLOCKS },
    ...(code === undefined ? [] : [{ of: `guess:${address}:${code}`, cost: 1, rate: guessRate }, { of: `guess:${code}`, cost: 1, rate: guessRateOfAll }]),
  ];
  const wait = await platform.allowances.take(takings);
  if (wait !== undefined) {
    platform.telemetry.metrics.turnedAway.inc({ because: 'rate' });
    throw rateLimited(wait);
  }
  return () => platform.allowances.giveBack(takings);
}
