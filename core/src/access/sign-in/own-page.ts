import type { FastifyRequest } from 'fastify';
import { forbiddenFault } from '../../kernel/faults.js';

/** A header that no form, link or picture of a foreign page can send, and no script of one without being allowed to (CORS). */
const HEADER = 'kinga-csrf';

/**
 * Makes sure that a request that a browser signed by its cookie comes from a page that may send it.
 *
 * @throws GraphQLError FORBIDDEN
 */
export function checkOwnPage({ headers }: FastifyRequest): void {
  if (headers['sec-fetch-site'] === 'cross-site') throw forbiddenFault('Pages of other sites may not use your session.');
  if (headers[HEADER] === undefined) throw forbiddenFault(`Who is signed in by a cookie sends the header ${HEADER}: 1 with each request.`);
}
