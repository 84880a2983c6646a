import { TEST_DATABASE_URL, testServer } from './test-server.js';

/** For `globalSetup` of vitest: the run's workers find the server by its address; the result ends its use. */
export default async function setUpTestServer(): Promise<() => Promise<void>> {
  const server = await testServer();
  const before = process.env[TEST_DATABASE_URL];
  process.env[TEST_DATABASE_URL] = server.url;
  return async () => {
    if (before === undefined) delete process.env[TEST_DATABASE_URL];
    else process.env[TEST_DATABASE_URL] = before;
    await server.stop();
  };
}
