import type { Platform } from '../platform.js';

/** Tells a person or a program how far long work is. */
export interface Progress {
  step(text: string): void;
}

/** Data that a module brings: `reference` belongs in every database, `demo` is made up. */
export interface Seed {
  readonly name: string;
  readonly kind: 'reference' | 'demo';
  /** Must be safe to run again: what is there stays. */
  readonly run: (platform: Platform, progress: Progress) => Promise<void>;
}

/** A story that `kinga demo <name>` tells through the GraphQL API. */
export interface Demo {
  readonly name: string;
  readonly description: string;
  /** @returns the closing table: one record a row */
  readonly run: (platform: Platform, progress: Progress) => Promise<readonly Record<string, string>[]>;
}
