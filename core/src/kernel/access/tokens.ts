import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { Claims } from './actor.js';
import type { VerifyToken } from './identity.js';
import { scopeOf } from './scope.js';
import { tokenVerifier } from './verify-token.js';

const ALGORITHM = 'ES256';
const AUDIENCE = 'kinga';
/** Whose tokens say by themselves which roles their holder has: there is no such issuer in production. */
export const DEVELOPMENT_ISSUER = 'urn:kinga:development';

/** An issuer for development and demo, whose key lies in the deployment's data folder. Refuses to work in production. */
export interface DevelopmentIssuer {
  issue(claims: Claims, hours?: number): Promise<string>;
  readonly verify: VerifyToken;
}

export async function developmentIssuer(dataDir: string): Promise<DevelopmentIssuer> {
  if (process.env['NODE_ENV'] === 'production') throw new Error('The development issuer does not start in production: configure `auth` in kinga.config.ts.');
  const { publicKey, privateKey } = await keys(dataDir);
  const rules = { issuer: DEVELOPMENT_ISSUER, audience: AUDIENCE, algorithms: [ALGORITHM], type: 'JWT' } as const;
  return {
    verify: tokenVerifier(rules, (await importJWK(publicKey, ALGORITHM)) as CryptoKey),
    issue: async ({ id, roles, ...scope }, hours = 12) =>
      new SignJWT({ roles, ...scopeOf(scope) })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setSubject(id)
        .setIssuer(DEVELOPMENT_ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(`${hours}h`)
        .sign((await importJWK(privateKey, ALGORITHM)) as CryptoKey),
  };
}

/** Reads the key pair, or makes it: the file appears whole, and of two processes that start at once only one can name it. */
async function keys(dataDir: string): Promise<{ readonly publicKey: JWK; readonly privateKey: JWK }> {
  const file = join(dataDir, 'development-issuer.json');
  await mkdir(dataDir, { recursive: true });
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const made = { publicKey: await exportJWK(pair.publicKey), privateKey: await exportJWK(pair.privateKey) };
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, JSON.stringify(made), { mode: 0o600 });
  try {
    await link(unfinished, file);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(await readFile(file, 'utf8')) as typeof made;
  } finally {
    await rm(unfinished);
  }
}
