import type { Progress } from '../kernel/module/seed.js';

/** That somebody asks this process to end: Ctrl-C, or SIGTERM from whoever runs it. */
export interface StopRequest {
  /** For work that looks between its steps whether to go on. */
  readonly signal: AbortSignal;
  /** Settles when it is asked. */
  readonly asked: Promise<void>;
}

/** One Ctrl-C comes twice where npm hands on what the terminal has told everybody. */
const SAME_REQUEST_MS = 1000;

/** Waits for the request to end from now on. Asked once more, the process ends at once. */
export function stopRequest(progress: Progress): StopRequest {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) => {
    const first: { at?: number } = {};
    const onSignal = (): void => {
      if (first.at !== undefined) {
        if (Date.now() - first.at > SAME_REQUEST_MS) process.exit(130);
        return;
      }
      first.at = Date.now();
      progress.step('Stopping.');
      controller.abort();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
  return { signal: controller.signal, asked };
}
