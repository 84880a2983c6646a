import type { FastifyInstance, FastifyRequest } from 'fastify';

const ends = new WeakMap<FastifyRequest, NodeJS.Timeout>();

/** A body is there within so many milliseconds, whether or not anybody reads it, or its connection is somebody's who means to hold it. */
export function bodiesInTime(http: FastifyInstance, most: number): void {
  http.addHook('onRequest', (request, _reply, done) => {
    const { raw, headers } = request;
    if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) {
      const end = setTimeout(() => { if (!raw.complete) raw.destroy(); }, most).unref();
      ends.set(request, end);
      raw.once('close', () => clearTimeout(end));
    }
    done();
  });
}

/** For a body that may come slowly, such as a file's, once it is certain that its sender may send it. */
export function maySendSlowly(request: FastifyRequest): void {
  clearTimeout(ends.get(request));
}
