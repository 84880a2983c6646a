import type { FastifyInstance } from 'fastify';
import { unreadable } from './faults.js';

/** Headers of which Node takes the first and leaves out the others. */
const ONCE = new Set(['host', 'authorization', 'content-type']);

/**
 * Refuses requests that say twice for whom, by whom or in which form they are (RFC 9112, 3.2): whoever is in front may have looked at another than
 * whoever answers.
 */
export function saidOnce(http: FastifyInstance): void {
  http.addHook('onRequest', (request, _reply, done) => {
    const said = request.raw.rawHeaders.filter((_name, at) => at % 2 === 0).map((name) => name.toLowerCase()).filter((name) => ONCE.has(name));
    done(new Set(said).size < said.length ? unreadable('The headers host, authorization and content-type are sent once each.') : undefined);
  });
}
