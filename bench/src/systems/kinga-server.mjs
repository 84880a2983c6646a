import { core, corePlan } from '../core.mjs';
import { given, POOL_SIZE, ready } from './ready.mjs';

/** Kinga as `kinga start` runs it in production: tokens are checked against an issuer's published keys. */
const { databaseUrl, jwksUrl, dataDir } = given();
const [{ openDatabase }, { startPlatform }, { startServer }, { verifierOf }, { platformLog }] = await Promise.all([
  core('kernel/database/connect.js'), core('kernel/platform.js'), core('kernel/server/http.js'), core('kernel/access/verify-token.js'), core('kernel/telemetry/platform-log.js'),
]);
const database = await openDatabase({ url: databaseUrl, dataDir, log: console.error, poolSize: POOL_SIZE });
// One token asks for everything here: its rate is counted, and has no end. Versions from before there were limits have none.
const endless = { capacity: 1e12, perSecond: 1e12 };
const limits = await core('kernel/surface/limits.js').then(({ limitsSchema }) => limitsSchema.parse({ cost: 1_000_000, principalRate: endless, addressRate: endless }), () => undefined);
const platform = await startPlatform({ plan: await corePlan(), pool: database.pool, log: platformLog(true), dataDir, largestPage: 500, ...(limits && { limits }) });
const verify = verifierOf({ issuer: 'urn:kinga:development', audience: 'kinga', jwksUrl, algorithms: ['ES256'], tokenType: 'JWT' });
const server = await startServer(platform, { port: 0, verify, development: false });
ready(server.url.replace('localhost', '127.0.0.1'));
