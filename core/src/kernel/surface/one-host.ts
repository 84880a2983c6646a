import type { FastifyInstance } from 'fastify';

/**
 * Refuses requests that name more than one host (RFC 9112, 3.2), which Node takes: whoever is in front may have looked at another than whoever answers.
 */
export function oneHost(http: FastifyInstance): void {
  http.addHook('onRequest', (request, _reply, done) => {
    const hosts = request.raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
    done(hosts.length > 1 ? Object.assign(new Error('A request names one host.'), { statusCode: 400 }) : undefined);
  });
}
