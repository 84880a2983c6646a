import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRemoteJWKSet, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type CryptoKey, type JWK, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Actor } from './actor.js';

const ALGORITHM = 'ES256';
const AUDIENCE = 'kinga';
const DEVELOPMENT_ISSUER = 'urn:kinga:development';

/** Where tokens come from in production: an OpenID Connect provider. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
}

export type Claims = Pick<Actor, 'id' | 'roles' | 'places'>;

/** Turns a bearer token into who its holder is; throws where it is not to be trusted. */
export type VerifyToken = (token: string) => Promise<Claims>;

const claims = z.object({ sub: z.string().min(1), roles: z.array(z.string()).default([]), places: z.array(z.string()).nullable().default(null) });

function toClaims(payload: JWTPayload): Claims {
  const { sub, roles, places } = claims.parse(payload);
  return { id: sub, roles, places };
}

export function verifierOf({ issuer, audience, jwksUrl }: TokenIssuer): VerifyToken {
  return verifier(createRemoteJWKSet(new URL(jwksUrl)), issuer, audience);
}

const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** A token's signature is checked once a minute, not with each request. */
function remembering(verify: (token: string) => Promise<JWTPayload>): VerifyToken {
  const known = new Map<string, { readonly claims: Claims; readonly until: number }>();
  return async (token) => {
    const found = known.get(token);
    if (found && Date.now() < found.until) return found.claims;
    const payload = await verify(token);
    const claimed = toClaims(payload);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(token, { claims: claimed, until: Math.min(Date.now() + REMEMBERED_MS, (payload.exp ?? 0) * 1000) });
    return claimed;
  };
}

function verifier(key: JWTVerifyGetKey | CryptoKey, issuer: string, audience: string): VerifyToken {
  const options = { algorithms: [ALGORITHM], issuer, audience, requiredClaims: ['exp', 'sub'], clockTolerance: 30 };
  return remembering(async (token) => (typeof key === 'function' ? await jwtVerify(token, key, options) : await jwtVerify(token, key, options)).payload);
}

/** An issuer for development and demo, whose key lies in the deployment's data folder. Refuses to work in production. */
export interface DevelopmentIssuer {
  issue(claims: Claims, hours?: number): Promise<string>;
  readonly verify: VerifyToken;
}

export async function developmentIssuer(dataDir: string): Promise<DevelopmentIssuer> {
  if (process.env['NODE_ENV'] === 'production') throw new Error('The development issuer does not start in production: configure `auth` in kinga.config.ts.');
  const { publicKey, privateKey } = await keys(dataDir);
  return {
    verify: verifier((await importJWK(publicKey, ALGORITHM)) as CryptoKey, DEVELOPMENT_ISSUER, AUDIENCE),
    issue: async ({ id, roles, places }, hours = 12) =>
      new SignJWT({ roles, places })
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
