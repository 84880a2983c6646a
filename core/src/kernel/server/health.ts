import type { FastifyInstance } from 'fastify';
import { readiness } from '../database/readiness.js';
import { whyNotReady } from '../module/ready-when.js';
import type { Platform } from '../platform.js';
import type { Drain } from './drain.js';

/**
 * Probes for whoever runs the server. `live` asks nothing of the database: a process is not mended by being started again while
 * the database is away. `started` answers from when the platform was opened, which is before anybody can connect. `ready` says
 * whether requests should be sent here now.
 */
export function serveHealth(http: FastifyInstance, platform: Platform, drain: Drain): void {
  const database = readiness(platform.pool, platform.plan, async (own) => (await whyNotReady(platform, own))?.because);
  http.addHook('onClose', () => database.stop());
  http.get('/health/live', () => ({ status: 'live' }));
  http.get('/health/started', () => ({ status: 'started' }));
  http.get('/health/ready', async (_request, reply) => {
    const because = drain.begun ? 'this process is ending' : await database.ask();
    return because ? reply.code(503).header('retry-after', '1').send({ status: 'not ready', because }) : { status: 'ready' };
  });
}
