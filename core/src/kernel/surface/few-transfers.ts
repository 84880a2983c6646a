import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Platform } from '../platform.js';

const tooManyTransfers = (): GraphQLError => new GraphQLError('This process is sending and receiving as many files as it can. Try again in a moment.', {
  extensions: { code: 'OVERLOADED', http: { status: 503, headers: new Map([['retry-after', '5']]) } },
});

/**
 * Bounds how many files a process sends and receives at once, since each takes memory and a turn at the database for as long as the
 * other end likes. Refuses before a body is read.
 *
 * @throws GraphQLError OVERLOADED
 */
export function fewTransfers(http: FastifyInstance, { limits, telemetry }: Platform): void {
  let open = 0;
  http.addHook('onRequest', async (_request, reply) => {
    if (open >= limits.fileTransfers) {
      telemetry.metrics.turnedAway.inc({ because: 'transfers' });
      throw tooManyTransfers();
    }
    open += 1;
    reply.raw.once('close', () => void (open -= 1));
  });
}
