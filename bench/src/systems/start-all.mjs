import { coreFolder } from '../core.mjs';
import { startSystem } from './start.mjs';

/**
 * Starts the servers that are compared. Each system says what it is `of` (whose queries it answers), and where a case is
 * answered (`at`): the floor has an address for each.
 */
export async function startAll({ databaseUrl, appUrl, bareUrl, issuer, dataDir, variants, profile }) {
  const started = [];
  const start = async (options) => {
    const server = await startSystem({ ...options, env: { DATABASE_URL: databaseUrl, BENCH_JWKS: issuer.jwksUrl, BENCH_DATA: dataDir, ...options.env } });
    started.push(server);
    return server;
  };
  const everywhere = (server, name, of, headers) => ({ name, of, at: () => ({ ...server, name, headers: { ...server.headers, ...headers } }) });
  const bearer = async (places) => ({ authorization: `Bearer ${await issuer.token(places)}` });
  const stop = async () => void (await Promise.all(started.map((server) => server.stop())));
  try {
    const systems = [];
    for (const [name, folder] of [['kinga', coreFolder], ...variants]) {
      const execArgv = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${name}.cpuprofile`] : [];
      const server = await start({ name, file: 'kinga-server.mjs', env: { DATABASE_URL: appUrl, KINGA_CORE: folder }, execArgv });
      systems.push(everywhere(server, name, 'kinga', await bearer(null)));
      // An actor of all places, but by rows: the same answers, and the price of scope.
      systems.push(everywhere(server, `${name}, scoped`, 'kinga', await bearer(['KY'])));
    }
    // In a copy whose policies are off, and of all places: what both walls cost is told against it.
    const bare = await start({ name: 'kinga, without walls', file: 'kinga-server.mjs', env: { DATABASE_URL: bareUrl, KINGA_CORE: coreFolder } });
    systems.push(everywhere(bare, 'kinga, without walls', 'kinga', await bearer(null)));
    systems.push(everywhere(await start({ name: 'postgraphile', file: 'postgraphile-server.mjs' }), 'postgraphile', 'postgraphile'));
    systems.push(everywhere(await start({ name: 'naive', file: 'naive-server.mjs' }), 'naive', 'naive'));
    const floor = await start({ name: 'floor', file: 'floor-server.mjs' });
    systems.push({ name: 'floor', of: 'floor', at: ({ name }) => ({ ...floor, url: `${floor.url}${name}` }) });
    return { systems, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
