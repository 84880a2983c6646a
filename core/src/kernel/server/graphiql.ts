import type { FastifyInstance } from 'fastify';
import { ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';

const ASSETS = '/graphiql/';

/** GraphiQL, whole: page, scripts and styles come out of an installed package, and no other host is asked. */
export function serveGraphiql(http: FastifyInstance): void {
  const page = ruruHTML({ endpoint: '/graphql', staticPath: ASSETS, defaultHeaders: '{"kinga-csrf": "1"}' } as never);
  http.get('/', (_request, reply) => reply.type('text/html').send(page));
  http.get(`${ASSETS}*`, async (request, reply) => {
    const file = await getStaticFile({ staticPath: ASSETS, urlPath: request.url, acceptEncoding: request.headers['accept-encoding'], disallowDevAssets: true });
    if (!file) return reply.code(404).send({ message: 'no such file' });
    return reply.headers(file.headers).send(file.content);
  });
}
