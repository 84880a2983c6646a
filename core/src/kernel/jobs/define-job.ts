import type { Context } from '../context.js';

/** What a running job may say about itself. */
export interface JobControl {
  /**
   * Stored with the job and seen by its subscribers. When the process ends it throws, so that the job goes on in another
   * process from where it has told to be, and when whoever started it was blocked or lost what they started it by, so that it stops: let that through.
   */
  progress(done: number, total: number, message?: string): Promise<void>;
}

/** Long work, named `<module>.<what>`, such as `cash-transfers.compute-cycle`. */
export interface JobDefinition<T> {
  readonly name: string;
  readonly description: string;
  /**
   * Does the work. It may be killed at any instruction and is then run again from the start: it must find what is
   * already done, and do nothing twice.
   */
  run(ctx: Context, input: T, job: JobControl): Promise<Record<string, unknown>>;
}

/** Describes long work, for `jobs` of a module; `startJob` starts it. */
export function defineJob<T>(definition: JobDefinition<T>): JobDefinition<T> {
  return Object.freeze(definition);
}

/** Thrown through work that another process is to do: it is handed back to the queue and counts as no try. */
export class HandedBack extends Error {
  override readonly name = 'HandedBack';

  /** @param waitSeconds for how long nobody takes it */
  constructor(why = 'the process that did it is ending', readonly waitSeconds = 0) {
    super(why);
  }
}
