import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Platform } from '../platform.js';
import type { Admission } from './admission.js';
import { checkAddress } from './limited.js';

/** How long what came in holds a place. */
export interface Stay {
  /** Whether it takes long and little: it comes in as others do, and holds no place then. */
  readonly passes?: (request: FastifyRequest) => boolean;
  /** Work that takes about as long as other work of the same name. */
  readonly kind?: (request: FastifyRequest) => string | undefined;
}

const leaving = new WeakMap<FastifyRequest, () => void>();

/** Gives a request's place to others before it is answered: for what will take long and do little. */
export function leavePlace(request: FastifyRequest): void {
  leaving.get(request)?.();
}

/**
 * Refuses, before a body is read, an address that has just been refused, and whoever comes when there is more to do than can be
 * done in good time. Probes have no door.
 *
 * @throws GraphQLError RATE_LIMITED, OVERLOADED
 */
export function keepDoor(http: FastifyInstance, platform: Platform, entrance: Admission, { passes, kind }: Stay = {}): void {
  const { turnedAway } = platform.telemetry.metrics;
  const counted = <T>(because: 'rate' | 'overload', work: () => T): T => {
    try {
      return work();
    } catch (error) {
      turnedAway.inc({ because });
      throw error;
    }
  };
  http.addHook('onRequest', async (request, reply) => {
    counted('rate', () => checkAddress(platform, request.ip));
    const leave = counted('overload', () => entrance.enter());
    leaving.set(request, leave);
    reply.raw.once('close', () => leave(kind?.(request)));
    if (passes?.(request)) leave();
  });
}
