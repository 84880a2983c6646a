import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { signMessage } from '../../transactions/channels/mobile-money/sign-message.js';
import { MadeUpProvider, type Behaviour, type TakenPayment, type WaitingMessage } from './provider.js';

export interface MobileMoneyOptions {
  /** What it shares with whoever calls it. */
  readonly secret: string;
  /** Any free port where left out. */
  readonly port?: number;
  readonly behaviour?: Behaviour;
}

/** A made-up provider of mobile money that is called over HTTP. */
export interface RunningProvider {
  readonly url: string;
  readonly provider: MadeUpProvider;
  /**
   * Sends the messages that wait to an address, as often as they are to be sent. What is not taken (no status below 300) waits again,
   * unless it was refused for good.
   *
   * @param now milliseconds since 1970, by which they are signed
   * @returns the statuses, in the order in which they came
   */
  tell(address: string, now?: number): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/**
 * Starts a made-up provider of mobile money on loopback: `PUT /batches/<key>`, `GET /batches/<key>`. For development and tests.
 *
 * @throws Error in production
 */
export async function startMobileMoney({ secret, port = 0, behaviour = {} }: MobileMoneyOptions): Promise<RunningProvider> {
  if (process.env['NODE_ENV'] === 'production') throw new Error('A made-up provider of mobile money never runs in production.');
  const provider = new MadeUpProvider(behaviour);
  const server = createServer((request, response) => {
    answer(provider, secret, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500).end(error instanceof Error ? error.message : 'it failed');
    });
  });
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    provider,
    tell: (address, now = Date.now()) => tell(provider, secret, { address, now }),
    stop: () => new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeAllConnections();
    }),
  };
}

async function answer(provider: MadeUpProvider, secret: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { failsBefore, failsAfter, delayMs = 0 } = provider.behaviour;
  const body = Buffer.concat(await request.toArray() as Buffer[]).toString();
  if (delayMs > 0) await wait(delayMs);
  const send = (status: number, said: object): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  if (request.headers.authorization !== `Bearer ${secret}`) return send(401, { error: 'unauthorized' });
  const key = decodeURIComponent(/^\/batches\/([^/?]{1,100})$/.exec(request.url ?? '')?.[1] ?? '');
  if (key === '') return send(404, { error: 'not found' });
  if (provider.happens(failsBefore)) return send(503, { error: 'busy' });
  if (request.method === 'PUT') {
    const { payments } = JSON.parse(body) as { readonly payments: readonly TakenPayment[] };
    const taken = provider.take(key, body, payments);
    if (provider.happens(failsAfter)) return void request.socket.destroy();
    return taken === 'other' ? send(409, { error: 'other payments under this key' }) : send(taken === 'taken' ? 201 : 200, { receipt: `made-up:${key}` });
  }
  const outcomes = provider.outcomesOf(key);
  return outcomes ? send(200, { receipt: `made-up:${key}`, outcomes }) : send(404, { error: 'not found' });
}

async function tell(provider: MadeUpProvider, secret: string, { address, now }: { readonly address: string; readonly now: number }): Promise<readonly number[]> {
  const statuses: number[] = [];
  const later: WaitingMessage[] = [];
  for (const message of provider.messages()) {
    const body = Buffer.from(JSON.stringify({ type: 'payments', outcomes: message.outcomes }));
    const seconds = String(Math.floor(now / 1000));
    const headers = { 'content-type': 'application/json', 'webhook-id': message.id, 'webhook-timestamp': seconds, 'webhook-signature': signMessage(secret, { id: message.id, seconds, body }) };
    const status = await fetch(address, { method: 'POST', headers, body, redirect: 'error' }).then((told) => told.status, () => 0);
    statuses.push(status);
    if (status === 0 || status === 409 || status >= 500) later.push(message);
  }
  provider.again(later);
  return statuses;
}
