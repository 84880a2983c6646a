import type { Pool } from 'pg';
import { Gauge } from 'prom-client';
import { extensionPoint } from '../module/extension-point.js';
import type { Metrics } from './metrics.js';

/** A figure that a module tells whoever watches the platform, looked up in the database when they ask. */
export interface ModuleGauge {
  /** What it says, in a sentence. */
  readonly help: string;
  /** Name of its one label, which takes few values, none of a person or of a request. */
  readonly label: string;
  /** Its values by that of the label. Where the database can't be asked it is not told. */
  read(pool: Pool): Promise<readonly { readonly label: string; readonly value: number }[]>;
}

/** Figures for Prometheus by the name that they have there, such as `kinga_ledger_findings`. */
export const gauges = extensionPoint<ModuleGauge>('kernel.gauges', 'many', 'Figures that modules tell whoever watches the platform');

/** Adds the figures of modules to what is told. */
export function observeGauges({ registry }: Metrics, pool: Pool, contributed: ReadonlyMap<string, ModuleGauge>): void {
  for (const [name, { help, label, read }] of contributed) {
    new Gauge({
      name, help, labelNames: [label], registers: [registry],
      async collect() {
        this.reset();
        for (const { label: of, value } of await read(pool).catch(() => [])) this.set({ [label]: of }, value);
      },
    });
  }
}
