// A real OpenID Connect provider in a process of its own, on loopback. It can be told to rotate its keys, and to sign
// what no provider would: that is what the tests of refusals need.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT } from 'jose';
import { issuerHandler } from '../../../src/deployment/development-issuer/handle.ts';
import { developmentProvider } from '../../../src/deployment/development-issuer/provider.ts';

const { kinga, accounts } = JSON.parse(process.argv[2]);
let made = 0;
const newKey = async (alg = 'ES256') => {
  const pair = await generateKeyPair(alg, { extractable: true });
  const kid = `key-${(made += 1)}`;
  return { alg, kid, pair, jwk: { ...(await exportJWK(pair.privateKey)), kid, alg, use: 'sig' } };
};
let keys = [await newKey(), await newKey('RS256')];
const foreign = await newKey();
const asked = { keys: 0, token: 0 };
let away = false;
let url;
let handle;
const renew = () => {
  handle = issuerHandler(developmentProvider({ url, accounts, kinga, keys: keys.map(({ jwk }) => jwk) }), accounts);
};

const control = {
  async rotate() {
    keys = [await newKey(), await newKey('RS256')];
    renew();
  },
  away: ({ value }) => void (away = value),
  counts: () => asked,
  async public() {
    return { jwk: await exportJWK(keys[0].pair.publicKey), pem: await exportSPKI(keys[0].pair.publicKey), kid: keys[0].kid, rsa: await exportSPKI(keys[1].pair.publicKey), rsaKid: keys[1].kid };
  },
  async foreign() {
    return { jwk: await exportJWK(foreign.pair.publicKey) };
  },
  /** Signs a payload; `by` is 'current', 'rsa' or 'foreign'. */
  async sign({ payload, header = {}, by = 'current' }) {
    const key = by === 'foreign' ? foreign : keys[by === 'rsa' ? 1 : 0];
    const protectedHeader = { alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header };
    for (const name of Object.keys(protectedHeader)) if (protectedHeader[name] === null) delete protectedHeader[name];
    return new SignJWT(payload).setProtectedHeader(protectedHeader).sign(await importJWK(key.jwk, key.alg), { crit: { 'kinga-test': true } });
  },
};

const server = createServer(async (request, response) => {
  if (request.url.startsWith('/control/')) {
    const body = await text(request);
    const answer = await control[request.url.slice('/control/'.length)](body ? JSON.parse(body) : {});
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? null));
  }
  if (away) return response.writeHead(503).end();
  if (request.url === '/jwks') asked.keys += 1;
  if (request.url === '/token') asked.token += 1;
  handle(request, response);
});
server.listen(0, '127.0.0.1', () => {
  url = `http://localhost:${server.address().port}`;
  renew();
  process.send({ url });
});
process.on('disconnect', () => process.exit(0));
