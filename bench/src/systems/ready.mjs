const megabytes = (bytes) => bytes / 1024 ** 2;

/** Tells the bench where this server answers, and its memory when it is asked; ends with the bench. */
export function ready(url) {
  process.on('message', () => {
    // What is garbage is not kept; it needs `--expose-gc`.
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send({ rss: megabytes(rss), heap: megabytes(heapUsed), external: megabytes(external) });
  });
  process.on('disconnect', () => process.exit());
  process.send({ url });
}

/** What the bench gives a server to start with. Ports are whatever is free, so that two benches may run. */
export function given() {
  const { DATABASE_URL: databaseUrl, BENCH_JWKS: jwksUrl, BENCH_DATA: dataDir } = process.env;
  return { databaseUrl, jwksUrl, dataDir };
}

/** Connections that each system may have. */
export const POOL_SIZE = 10;
