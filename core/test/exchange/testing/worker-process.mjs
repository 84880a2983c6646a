// A worker in a process of its own, as it was built, which a test may kill. Its arguments: the address of the database, and a folder.
import pg from 'pg';
import { coreModules } from '../../../dist/core-modules.js';
import { planModules } from '../../../dist/kernel/plan/plan.js';
import { startPlatform } from '../../../dist/kernel/platform.js';
import { describeModule } from '../../../dist/kernel/schema/describe-module.js';
import { platformLog } from '../../../dist/kernel/telemetry/platform-log.js';
import { testKeys } from '../../../dist/testing/test-keys.js';

const [connectionString, dataDir] = process.argv.slice(2);
const { plan } = planModules(coreModules.map(describeModule), { settings: {}, choose: {} });
await startPlatform({ plan, pool: new pg.Pool({ connectionString }), log: platformLog(false), dataDir, keys: testKeys, today: () => '2026-03-01' });
process.send('working');
