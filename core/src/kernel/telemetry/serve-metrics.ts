import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Platform } from '../platform.js';
import { gauges, observeGauges } from './gauges.js';
import { observe } from './metrics.js';

const HEADERS_MS = 5_000;

/** Answers Prometheus at `/metrics` of a port of its own, which nobody outside need reach. */
export async function serveMetrics(platform: Platform, port: number, host: string): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const { metrics } = platform.telemetry;
  observe(metrics, platform.pool);
  observeGauges(metrics, platform.pool, platform.extensions(gauges));
  const server = createServer({ headersTimeout: HEADERS_MS, requestTimeout: HEADERS_MS }, (request, response) => {
    response.setHeaders(new Headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }));
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  }).listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
