import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import pino from 'pino';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveMetrics } from '../../src/kernel/telemetry/serve-metrics.js';
import { openTraces } from '../../src/kernel/telemetry/open-traces.js';
import { pretty } from '../../src/kernel/telemetry/platform-log.js';
import { telemetryOf } from '../../src/kernel/telemetry/telemetry.js';
import { withoutValues } from '../../src/kernel/telemetry/statement.js';
import type { RunningServer } from '../../src/kernel/server/http.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

const CANARY = 'Zanarywen';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const kept = new InMemorySpanExporter();
const lines: string[] = [];
let platform: TestPlatform;
let server: RunningServer;
let metrics: { readonly port: number; stop(): Promise<void> };
beforeAll(async () => {
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(kept)] });
  platform = await startTestPlatform({ telemetry: telemetryOf({ tracer: provider.getTracer('test'), stop: () => provider.shutdown() }), log: pino({ level: 'trace' }, { write: (line) => void lines.push(line) }) });
  await platform.pool.query("insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'A', 'A', 'country', 0, 1, 1)");
  server = await platform.serve();
  metrics = await serveMetrics(platform.platform, 0, '127.0.0.1');
});
afterAll(async () => {
  await metrics.stop();
  await platform.stop();
});
beforeEach(() => {
  kept.reset();
  lines.length = 0;
});

async function ask(query: string, variables: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const authorization = `Bearer ${await platform.token({ role: 'registrar', name: CANARY })}`;
  const answer = await fetch(server.url, { method: 'POST', body: JSON.stringify({ query, variables }), headers: { 'content-type': 'application/json', authorization, ...headers } });
  await answer.clone().text();
  // The line is written when the answer has left.
  while (!lines.some((line) => line.includes('"msg":"request"'))) await new Promise((go) => setTimeout(go, 5));
  return answer;
}
const line = (): Record<string, unknown> => JSON.parse(lines.find((each) => each.includes('"msg":"request"')) ?? '{}') as Record<string, unknown>;
const tree = (): readonly string[] => {
  const spans = kept.getFinishedSpans();
  const depth = (span: ReadableSpan): number => {
    const parent = spans.find((other) => other.spanContext().spanId === span.parentSpanContext?.spanId);
    return parent ? depth(parent) + 1 : 0;
  };
  return spans.toSorted((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1] || depth(a) - depth(b)).map((span) => `${'  '.repeat(depth(span))}${span.name}`);
};
const READ = 'query Who($name: String!) { persons(first: 1, where: { familyName: { eq: $name } }) { totalCount } }';
const REGISTER = 'mutation Register($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code } } }';
const person = { input: { placeCode: 'A', persons: [{ familyName: CANARY, givenName: `O'${CANARY}`, sex: 'FEMALE' }] } };

describe('a request', () => {
  it('has one line, joined to its caller by the trace, its principal by pseudonym only', async () => {
    const answer = await ask(READ, { name: CANARY }, { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
    expect(line()).toMatchObject({ request: answer.headers.get('x-request-id'), trace: TRACE, method: 'POST', route: '/graphql', status: 200, operation: 'Who', type: 'query', outcome: 'ok', statements: 1, principal: expect.stringMatching(/^[\w-]{16}$/) });
  });

  it('says how it ended', async () => {
    await ask(REGISTER, { input: { placeCode: 'nowhere', persons: [{ familyName: CANARY, sex: 'FEMALE' }] } });
    expect(line()).toMatchObject({ operation: 'Register', type: 'mutation', outcome: 'refused' });
    lines.length = 0;
    await ask('{ nothing }');
    expect(line()).toMatchObject({ outcome: 'GRAPHQL_VALIDATION_FAILED' });
    lines.length = 0;
    await ask('{ transactions { totalCount } }');
    expect(line()).toMatchObject({ outcome: expect.stringMatching(/FORBIDDEN|GRAPHQL_VALIDATION_FAILED/) });
  });

  it('keeps spans from the request by its fields to each statement, in its caller\'s trace', async () => {
    await ask(READ, { name: CANARY }, { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
    expect(tree()).toEqual(['query Who', '  fields Query.persons', '    select']);
    expect(new Set(kept.getFinishedSpans().map((span) => span.spanContext().traceId))).toEqual(new Set([TRACE]));
    kept.reset();
    lines.length = 0;
    await ask(REGISTER, person);
    expect(tree().slice(0, 3)).toEqual(['mutation Register', '  field Mutation.personsRegister', expect.stringMatching(/^ {4}\w+$/)]);
    expect(tree()).toContain('    insert');
  });

  it('leaves nothing of what it holds in logs, spans and metrics, also where the database fails on it', async () => {
    await platform.pool.query(`create function public.fail() returns trigger language plpgsql as $$ begin raise exception 'key (%) is wrong', new.family_name using errcode = '23505', detail = new.family_name; end $$;
      create trigger fail before insert on people.person for each row when (new.sex = 'MALE') execute function public.fail()`);
    await ask(READ, { name: CANARY }, { traceparent: CANARY });
    await ask(REGISTER, person);
    await ask(REGISTER, { input: { placeCode: 'A', persons: [{ familyName: CANARY, sex: 'MALE' }] } });
    await ask(`{ persons(where: { familyName: { eq: "${CANARY}" } }) { nodes { ${CANARY} } } }`);
    await ask(`{ persons(where: { familyName: { eq: "${CANARY}" } }) { totalCount } }`);
    const spans = JSON.stringify(kept.getFinishedSpans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })));
    const text = await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text();
    for (const [sink, told] of Object.entries({ spans, metrics: text, logs: lines.join('') })) expect(told.includes(CANARY), sink).toBe(false);
    expect(spans).toContain('"error.type"');
  });
});

it('tells Prometheus of requests, statements, the pool, jobs and the event loop, with few labels', async () => {
  await ask(READ, { name: 'x' });
  const text = await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text();
  for (const name of ['kinga_request_seconds_count{type="query",outcome="ok"}', 'kinga_statement_seconds_count{kind="read"}', 'kinga_pool_connections{state="waiting"}', 'kinga_work{what="queued"}', 'kinga_work_oldest_seconds{what="deliveries"}', 'kinga_work{what="given-up"}', 'nodejs_eventloop_lag_seconds']) expect(text).toContain(name);
  expect(text.split('\n').filter((each) => each.startsWith('kinga_request_seconds_count')).length).toBeLessThan(15);
  expect((await fetch(`http://127.0.0.1:${metrics.port}/`)).status).toBe(404);
});

it('sends spans where OpenTelemetry\'s own variables say, and keeps none where they say nothing', async () => {
  expect(await openTraces('1', {})).toBeUndefined();
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    request.on('data', (part: Buffer) => bodies.push(String(part))).on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  try {
    const traces = await openTraces('1');
    traces?.tracer.startSpan('a span').end();
    await traces?.stop();
  } finally {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    collector.close();
  }
  expect(bodies.join('')).toContain('a span');
});

it('takes values out of statements that a module wrote into the text', () => {
  expect(withoutValues("select set_config('kinga.actor', 'it''s me', true), $1, $2::text, E'a\\'b', 12345, t1.c2 from x -- $$secret$$")).toBe("select set_config('…', '…', true), $1, $2::text, '…', …, t1.c2 from x -- $…$");
});

it('writes lines for people where it is asked to', () => {
  expect(pretty('{"level":30,"time":0,"pid":1,"hostname":"h","name":"kinga","ms":12,"operation":"Who","error":{"a":"b c"},"msg":"request"}')).toBe('00:00:00 info request ms=12 operation=Who error={"a":"b c"}\n');
});
