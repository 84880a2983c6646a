/** Tells the bench where this server answers, and ends with the bench. */
export function ready(url) {
  process.on('disconnect', () => process.exit());
  process.send({ url });
}

/** What the bench gives a server to start with. */
export function given() {
  const { DATABASE_URL: databaseUrl, PORT: port, BENCH_JWKS: jwksUrl, BENCH_DATA: dataDir } = process.env;
  return { databaseUrl, port: Number(port), jwksUrl, dataDir };
}

/** Connections that each system may have. */
export const POOL_SIZE = 10;
