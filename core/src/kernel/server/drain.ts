import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** How a server ends without failing anybody. */
export interface Drain {
  /** Whether it has been asked to end: who balances load should send nothing more. */
  readonly begun: boolean;
  /**
   * Says that nothing more should be sent, goes on answering for a while so that this is noticed, then waits for what is being
   * answered and ends event streams, whose clients take them up elsewhere.
   */
  finish(): Promise<void>;
}

export interface DrainOptions {
  /** How long it goes on as before once it says that it ends; in milliseconds. */
  readonly graceMs: number;
  /** How long it waits for requests that are being answered; in milliseconds. */
  readonly patienceMs: number;
}

const LOOK_EVERY_MS = 20;

/** Counts what a server is answering. */
export function drain(http: FastifyInstance, { graceMs, patienceMs }: DrainOptions): Drain {
  const answering = new Set<ServerResponse>();
  const streams = new Set<ServerResponse>();
  let begun = false;
  http.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const kind = (request.headers.accept ?? '').includes('text/event-stream') ? streams : answering;
    kind.add(response);
    response.once('close', () => kind.delete(response));
  });
  // Whoever keeps a connection alive opens its next one elsewhere.
  http.addHook('onSend', (_request, reply, _payload, done) => {
    if (begun) reply.header('connection', 'close');
    done();
  });
  return {
    get begun() {
      return begun;
    },
    async finish() {
      begun = true;
      await wait(graceMs);
      for (let waited = 0; answering.size > 0 && waited < patienceMs; waited += LOOK_EVERY_MS) await wait(LOOK_EVERY_MS);
      // Without a closing event: for the client the connection was lost, so that it subscribes again.
      for (const stream of streams) stream.end();
    },
  };
}
