import type { Tracer } from '@opentelemetry/api';

/** Spans that are sent somewhere. */
export interface Traces {
  readonly tracer: Tracer;
  stop(): Promise<void>;
}

/**
 * Sends spans by OTLP over HTTP where OpenTelemetry's own variables say so: OTEL_EXPORTER_OTLP_ENDPOINT or
 * OTEL_EXPORTER_OTLP_TRACES_ENDPOINT; OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG say which.
 */
export async function openTraces(version: string, env: NodeJS.ProcessEnv = process.env): Promise<Traces | undefined> {
  if (!env['OTEL_EXPORTER_OTLP_ENDPOINT'] && !env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) return undefined;
  // Loaded here, so that who keeps no spans doesn't pay for them.
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'), import('@opentelemetry/exporter-trace-otlp-http'), import('@opentelemetry/resources'),
  ]);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': env['OTEL_SERVICE_NAME'] || 'kinga', 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter() as never)],
  });
  return { tracer: provider.getTracer('kinga', version), stop: () => provider.shutdown() };
}
