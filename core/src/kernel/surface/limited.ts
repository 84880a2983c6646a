import { GraphQLError } from 'graphql';
import ipaddr from 'ipaddr.js';
import type { Context } from '../context.js';
import type { Platform } from '../platform.js';

export function rateLimited(seconds: number): GraphQLError {
  return new GraphQLError(`Too much was asked for in too short a time. Try again in ${seconds} s.`, {
    extensions: { code: 'RATE_LIMITED', retryAfter: seconds, http: { status: 429, headers: new Map([['retry-after', String(seconds)]]) } },
  });
}

/** How often something may be tried. */
export interface Often {
  /** Whom or what it is counted for: a user name, an identifier, an address. */
  readonly of: string;
  readonly most: number;
  readonly inSeconds: number;
}

/**
 * Limits how often something is tried by or against one, exactly and over all processes: signing in, look-ups by number.
 *
 * @example await limited(ctx, 'sign-in', { of: userName, most: 10, inSeconds: 600 });
 * @throws GraphQLError RATE_LIMITED, 429 with Retry-After
 */
export async function limited({ platform }: { readonly platform: Platform }, what: string, { of, most, inSeconds }: Often): Promise<void> {
  const wait = await platform.allowances.take([{ of: `${what}:${of}`, cost: 1, rate: { capacity: most, perSecond: most / inSeconds } }]);
  if (wait !== undefined) throw rateLimited(wait);
}

/** A block is so much of a bucket. */
const BLOCKS = 20;

/**
 * Takes what an operation costs from its actor's allowance and its address's. What the platform does by itself has no address
 * and is not limited.
 *
 * @throws GraphQLError RATE_LIMITED
 */
export async function charge({ platform, actor, address }: Context, cost: number): Promise<void> {
  if (address === undefined) return;
  const { principalRate, addressRate } = platform.limits;
  const wait = await platform.allowances.take([
    { of: addressKey(address), cost, rate: addressRate, block: addressRate.capacity / BLOCKS },
    ...(actor.kind === 'anonymous' || actor.id === 'anonymous' ? [] : [{ of: `principal:${actor.id}`, cost, rate: principalRate, block: principalRate.capacity / BLOCKS }]),
  ]);
  if (wait !== undefined) throw rateLimited(wait);
}

/** What a request costs that was refused before anybody knew what it would. */
const REFUSED = 20;

/** Counts a request that was refused before its cost was known, for its address; nobody waits for it. */
export function chargeRefused({ platform, address }: Pick<Context, 'platform' | 'address'>): void {
  if (address === undefined) return;
  const { addressRate } = platform.limits;
  void platform.allowances.take([{ of: addressKey(address), cost: REFUSED, rate: addressRate, block: addressRate.capacity / BLOCKS }]);
}

/** @throws GraphQLError RATE_LIMITED where an address has just been refused */
export function checkAddress(platform: Platform, address: string): void {
  const wait = platform.allowances.refused(addressKey(address));
  if (wait !== undefined) throw rateLimited(Math.max(1, Math.ceil(wait)));
}

/** Who has one address of version 6 has all of its network's. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return 'address:unknown';
  const read = ipaddr.process(address);
  return `address:${read.kind() === 'ipv6' ? read.toByteArray().slice(0, 8).join('.') : read.toString()}`;
}
