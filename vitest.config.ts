import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { attackReport } from './core/test/attacks/testing/report.js';
import { LongestFirst } from './core/test/testing/longest-first.js';

const require = createRequire(import.meta.url);

export default defineConfig({
  resolve: {
    conditions: ['development'],
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql/index.js') }],
  },
  ssr: { resolve: { conditions: ['development', 'node', 'default'] } },
  test: {
    include: ['{core,plugin-sdk,modules/*,examples/*}/{src,test}/**/*.test.ts'],
    reporters: ['default', attackReport],
    globalSetup: ['core/src/kernel/database/test-global-setup.ts', 'core/test/running/testing/through-pgbouncer.ts'],
    sequence: { sequencer: LongestFirst },
    setupFiles: ['core/test/testing/property-seed.ts'],
    // A test often waits for PostgreSQL, for a poll or for a retry: as many workers as there are cores leave some of them idle.
    maxWorkers: availableParallelism() + 1,
    // What files import is kept from one to the next: three tenths of the time went there.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
