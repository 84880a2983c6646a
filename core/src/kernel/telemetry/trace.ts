import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace as tracing, type Attributes, type Span, type Tracer } from '@opentelemetry/api';
import type { Context } from '../context.js';
import { errorCode } from '../database/errors.js';

/** What is known of a request beside its work: for its line in the log, its metrics and its spans. Never personal data. */
export interface Trace {
  /** The trace that the caller, or this process, began: joins the logs of all who take part. */
  readonly id: string | undefined;
  /** The span that is open, where spans are kept. */
  readonly span: Span | undefined;
  readonly told: Told;
}

/** Filled while a request is answered. */
export interface Told {
  operation?: string;
  type?: string;
  /** `ok`, `refused` or the code of the first error. */
  outcome?: string;
  cost?: number;
  principal?: string;
  statements: number;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const NOTHING = /^0+$/;

/** Begins a request's trace, or goes on with its caller's (W3C Trace Context). */
export function beginTrace(tracer: Tracer | undefined, traceparent: string | undefined): Trace {
  const [, traceId = '', spanId = '', flags = '00'] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const valid = traceId !== '' && !NOTHING.test(traceId) && !NOTHING.test(spanId);
  const parent = valid ? tracing.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }) : ROOT_CONTEXT;
  const span = tracer?.startSpan('request', { kind: SpanKind.SERVER }, parent);
  return { id: span?.spanContext().traceId ?? (valid ? traceId : undefined), span, told: { statements: 0 } };
}

/** Does work as a part of what the context's request does; costs nothing where no spans are kept. */
export async function spanned<T>(ctx: Context, name: string, attributes: Attributes, work: (ctx: Context) => Promise<T>): Promise<T> {
  const { trace, platform: { telemetry: { tracer } } } = ctx;
  if (!trace?.span || !tracer) return work(ctx);
  const span = tracer.startSpan(name, { attributes }, tracing.setSpan(ROOT_CONTEXT, trace.span));
  try {
    return await work({ ...ctx, trace: { ...trace, span } });
  } catch (error) {
    failed(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** PostgreSQL's messages hold values, and so personal data: the code alone is kept. */
export function failed(span: Span, error: unknown): void {
  const code = (error as { readonly extensions?: { readonly code?: string } } | null)?.extensions?.code ?? errorCode(error) ?? 'ERROR';
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  span.setAttribute('error.type', code);
}
