/** Tells the bench where this server answers, and ends with the bench. */
export function ready(url) {
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
