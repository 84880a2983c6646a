import { ROOT_CONTEXT, SpanKind, trace as tracing } from '@opentelemetry/api';
import type { Context } from '../context.js';
import { failed } from './trace.js';

/** Sends a statement of a request: counted, timed, and a span where spans are kept. */
export async function statement<T>(ctx: Context, kind: 'read' | 'write', text: string, send: () => Promise<T>): Promise<T> {
  const { trace, platform: { telemetry: { metrics, tracer } } } = ctx;
  if (trace) trace.told.statements += 1;
  const span = trace?.span && tracer?.startSpan(verbOf(text), {
    kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql', 'db.query.text': withoutValues(text) },
  }, tracing.setSpan(ROOT_CONTEXT, trace.span));
  const end = metrics.statements.startTimer({ kind });
  try {
    return await send();
  } catch (error) {
    if (span) failed(span, error);
    throw error;
  } finally {
    end();
    span?.end();
  }
}

const LONGEST_TEXT = 8_000;

/** Kinga's own statements take values as parameters; whatever a module wrote into its text is taken out. */
export function withoutValues(text: string): string {
  return text.slice(0, LONGEST_TEXT).replace(/\bE'(?:[^'\\]|''|\\.)*(?:'|$)|'(?:[^']|'')*(?:'|$)/gi, "'…'").replace(/\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/g, '$…$').replace(/(?<![\w$."~])\d{3,}(?:\.\d+)?/g, '…');
}

function verbOf(text: string): string {
  return /^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? 'statement';
}
