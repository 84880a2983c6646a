/**
 * Runs a bench and then ends what it started, the last first: also where it fails, or is asked to end (Ctrl-C, `timeout`).
 *
 * @param stops what ends each thing that was started, added as they start
 */
export async function runAndStop(run, stops) {
  const stopAll = async () => {
    while (stops.length > 0) await stops.pop()();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stopAll().finally(() => process.exit(1)));
  try {
    await run();
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await stopAll();
  }
}
