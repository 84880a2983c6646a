import { Agent, createServer, request as send } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** One address in front of several processes. Sends to those that say they are ready, in turn; sends nothing twice. */
export interface Balancer {
  readonly url: string;
  /** Whether a process has been found ready. */
  ready(origin: string): boolean;
  add(origin: string): void;
  stop(): Promise<void>;
}

/** Looks every 100 ms who is ready, as load balancers do every few seconds. */
export async function balancer(): Promise<Balancer> {
  const state = new Map<string, boolean>();
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let turn = 0;
  const look = setInterval(() => {
    for (const origin of state.keys()) {
      fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(1_000) }).then(({ status, body }) => {
        void body?.cancel();
        state.set(origin, status === 200);
      }, () => void state.set(origin, false));
    }
  }, 100);
  const server = createServer((request, response) => {
    const ready = [...state].filter(([, up]) => up).map(([origin]) => origin);
    const origin = ready[(turn += 1) % ready.length];
    if (!origin) return void response.writeHead(502).end('nobody is ready');
    const forwarded = send(new URL(request.url ?? '/', origin), { method: request.method ?? 'GET', headers: request.headers, agent }, (answer) => {
      const { connection: _connection, 'keep-alive': _kept, 'transfer-encoding': _coding, ...headers } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, headers);
      answer.pipe(response);
    });
    forwarded.once('error', (error) => {
      if (!response.headersSent) response.writeHead(502);
      response.end(String(error));
    });
    request.pipe(forwarded);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    ready: (origin) => state.get(origin) ?? false,
    add: (origin) => void state.set(origin, false),
    stop: async () => {
      clearInterval(look);
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
