import type { Progress } from '../kernel/module/seed.js';

/** That somebody asks this process to end: Ctrl-C, or SIGTERM from whoever runs it. */
export interface StopRequest {
  /** For work that looks between its steps whether to go on. */
  readonly signal: AbortSignal;
  /** Settles when it is asked. */
  readonly asked: Promise<void>;
}

/** Waits for the request to end from now on. Asked a second time, the process ends at once. */
export function stopRequest(progress: Progress): StopRequest {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) => {
    const onSignal = (): void => {
      if (controller.signal.aborted) process.exit(130);
      progress.step('Stopping.');
      controller.abort();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
  return { signal: controller.signal, asked };
}
