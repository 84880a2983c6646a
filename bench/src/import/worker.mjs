import { core, corePlan } from '../core.mjs';

/** A worker of Kinga as `kinga start` runs it, in a process of its own, so that its memory can be looked at. */
const { DATABASE_URL: url, DATA_DIR: dataDir } = process.env;
const [{ openDatabase }, { startPlatform }, { platformLog }] = await Promise.all([core('kernel/database/connect.js'), core('kernel/platform.js'), core('kernel/telemetry/platform-log.js')]);
const database = await openDatabase({ url, dataDir, log: console.error, poolSize: 10 });
const platform = await startPlatform({ plan: await corePlan(), pool: database.pool, log: platformLog(false), dataDir });
process.on('disconnect', () => void platform.stop().then(() => database.stop()).then(() => process.exit(0)));
process.send({ url: 'none' });
