/** Waits until somebody asks this process to end: Ctrl-C, or SIGTERM from whoever runs it. A second time ends it at once. */
export function askedToStop(): Promise<string> {
  return new Promise((resolve) => {
    const asked = { before: false };
    const onSignal = (signal: NodeJS.Signals): void => {
      if (asked.before) process.exit(130);
      asked.before = true;
      resolve(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}
