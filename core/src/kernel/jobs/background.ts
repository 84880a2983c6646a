import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '../context.js';
import { extensionPoint } from '../module/extension-point.js';
import type { Platform } from '../platform.js';
import { safeError } from '../server/safe-error.js';

/** Work that is looked for again and again in each process that takes jobs, such as what is to be sent by a time. */
export interface BackgroundWork {
  /** Milliseconds between two looks where there was nothing to do. */
  readonly everyMs: number;
  /** Does some of what is due, which it claims in the database; answers how much. May be killed at any instruction. */
  run(ctx: Context): Promise<number>;
}

/** What processes that take jobs look for again and again. */
export const backgroundWork = extensionPoint<BackgroundWork>('kernel.background-work', 'many', 'What processes that take jobs look for again and again');

/** Begins to look for work; `stop` waits for what is under way. */
export function startBackground(platform: Platform): { stop(): Promise<void> } {
  const ending = new AbortController();
  const loops = [...platform.extensions(backgroundWork)].map(async ([name, { everyMs, run }]) => {
    while (!ending.signal.aborted) {
      const done = await run(platform.context({ actor: platform.system(name) })).catch((error: unknown) => {
        platform.log.error({ work: name, error: safeError(error) }, 'work in the background failed and is tried again');
        return 0;
      });
      if (done === 0) await wait(everyMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  });
  return {
    stop: async () => {
      ending.abort();
      await Promise.all(loops);
    },
  };
}
