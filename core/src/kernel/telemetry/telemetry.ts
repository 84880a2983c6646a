import type { Tracer } from '@opentelemetry/api';
import { newMetrics, type Metrics } from './metrics.js';

/** What a platform tells of its work. */
export interface Telemetry {
  readonly metrics: Metrics;
  /** Where spans are kept; they are not where left out. */
  readonly tracer: Tracer | undefined;
  /** Sends what is left. */
  stop(): Promise<void>;
}

export function telemetryOf(traces?: { readonly tracer: Tracer; stop(): Promise<void> }): Telemetry {
  return { metrics: newMetrics(), tracer: traces?.tracer, stop: async () => traces?.stop() };
}
