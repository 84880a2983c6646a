import { calculateJwkThumbprint, importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';

/** Keys of receipts: the one that signs, and all that were signed by, for whoever verifies. */
export interface ReceiptKeys {
  readonly signing: { readonly kid: string; readonly key: CryptoKey };
  /** Public parts, the signing one first. */
  readonly published: readonly (JWK & { readonly kid: string })[];
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().min(40).max(50), d: z.string().optional(), kid: z.string().min(1).max(200).optional() })).min(1) });

const read = new Map<string, Promise<ReceiptKeys>>();

/**
 * The keys that an environment variable holds. To rotate, a new key is put first, and the one before keeps its place without `d`:
 * receipts that it signed stay valid.
 *
 * @throws Error where the variable holds none, or its first key cannot sign
 */
export function receiptKeys(variable: string): Promise<ReceiptKeys> {
  const text = process.env[variable] ?? '';
  const known = read.get(text);
  if (known) return known;
  const keys = readKeys(text).catch((error: unknown) => {
    read.delete(text);
    throw new Error(`${variable} holds no JWK set of Ed25519 keys of which the first is private: ${error instanceof z.ZodError ? 'it is of another form' : 'it cannot be read'}`);
  });
  read.set(text, keys);
  return keys;
}

async function readKeys(text: string): Promise<ReceiptKeys> {
  const { keys } = keySet.parse(JSON.parse(text));
  const published = await Promise.all(keys.map(async ({ kty, crv, x, kid }) => ({ kty, crv, x, alg: 'EdDSA', use: 'sig', kid: kid ?? await calculateJwkThumbprint({ kty, crv, x }) })));
  const [first, named] = [keys[0], published[0]];
  if (!first?.d || !named) throw new Error('the first key has no private part');
  const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: first.x, d: first.d }, 'EdDSA');
  if (key instanceof Uint8Array) throw new Error('it is no key of Ed25519');
  return { signing: { kid: named.kid, key }, published };
}
