import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.js';
import { databaseFault } from '../database/database-fault.js';
import { extensionPoint } from '../module/extension-point.js';
import type { Platform } from '../platform.js';
import { charge, chargeRefused } from '../surface/limited.js';
import { safeError } from './safe-error.js';

/** What another system sends by itself, as it came. */
export interface InboundMessage {
  /** The last part of the address. */
  readonly name: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** A door by which other systems tell something: `POST /<door>/<name>`, JSON or XML. */
export interface Inbound {
  readonly description: string;
  /**
   * Takes a message, once it is certain who sent it. The context is the platform's own: the message itself has to prove what it may.
   *
   * @throws InboundRefused
   */
  receive(ctx: Context, message: InboundMessage): Promise<void>;
}

/** Thrown by doors: the sender is told the status and the code, and nothing else. */
export class InboundRefused extends Error {
  override readonly name = 'InboundRefused';

  constructor(readonly status: 400 | 401 | 404 | 409, readonly code: string) {
    super(code);
  }
}

export const inbound = extensionPoint<Inbound>('kernel.inbound', 'many', 'Doors by which other systems tell something by themselves');

const LARGEST = 1_000_000;
const COST = 100;

/** Answers at the doors of modules. Whoever is refused is counted as others are who are refused. */
export function serveInbound(http: FastifyInstance, platform: Platform): void {
  void http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(['application/json', 'application/xml'], { parseAs: 'buffer', bodyLimit: LARGEST }, (_request, body, done) => done(null, body));
    for (const [door, { receive }] of platform.extensions(inbound)) {
      scope.post<{ Params: { readonly name: string } }>(`/${door}/:name`, { bodyLimit: LARGEST }, async (request, reply) => {
        const ctx = platform.context({ actor: platform.system(door), requestId: request.id, address: request.ip });
        const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(' ') : value]));
        try {
          await charge(ctx, COST);
          await receive(ctx, { name: request.params.name, headers, body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) });
          return await reply.code(204).send();
        } catch (error) {
          if (error instanceof InboundRefused) {
            if (error.status !== 409) chargeRefused({ platform, address: request.ip });
            return reply.code(error.status).send({ code: error.code, errorId: request.id });
          }
          const passing = databaseFault(error);
          if (!passing) throw error;
          platform.log.warn({ request: request.id, error: safeError(error) }, 'a message was put off for the state of the database');
          return reply.code(503).header('retry-after', '2').send({ code: passing.extensions['code'], errorId: request.id });
        }
      });
    }
  });
}
