import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { core } from './core.mjs';

const ROLES = ['programme-officer', 'registrar'];

/** Issues tokens and publishes the key to check them by, as an OpenID Connect provider does: Kinga's servers run as in production. */
export async function startIssuer(dataDir) {
  const { developmentIssuer } = await core('kernel/access/tokens.js');
  const issuer = await developmentIssuer(dataDir);
  const { publicKey } = JSON.parse(await readFile(join(dataDir, 'development-issuer.json'), 'utf8'));
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [publicKey] })));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    jwksUrl: `http://127.0.0.1:${server.address().port}/`,
    token: (places) => issuer.issue({ id: 'bench', roles: ROLES, places }),
    stop: () => server.close(),
  };
}
