/** The most that the process had in memory while something went on, in MB. */
export async function watched(work) {
  let most = process.memoryUsage().rss;
  const timer = setInterval(() => { most = Math.max(most, process.memoryUsage().rss); }, 100);
  try {
    return { ...(await work()), mb: Math.round(most / 2 ** 20) };
  } finally {
    clearInterval(timer);
  }
}
