import { createHmac, randomBytes } from 'node:crypto';

/** A secret as receivers have it, by Standard Webhooks: `whsec_` and 32 random bytes in base64. */
export function newSecret(): { readonly secret: string; readonly keyId: string } {
  return { secret: `whsec_${randomBytes(32).toString('base64')}`, keyId: `whk_${randomBytes(9).toString('base64url')}` };
}

/** A secret that is live, and what it is called. */
export interface SigningKey {
  readonly keyId: string;
  readonly secret: string;
}

/**
 * Headers of a delivery by Standard Webhooks 1.0: HMAC-SHA-256 over id, time and body, once with each live secret. `kinga-webhook-keys`
 * names them in the same order.
 *
 * @param seconds since 1970
 */
export function signedHeaders(id: string, seconds: number, body: string, keys: readonly SigningKey[]): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Kinga-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': keys.map(({ secret }) => `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${seconds}.${body}`).digest('base64')}`).join(' '),
    'kinga-webhook-keys': keys.map(({ keyId }) => keyId).join(' '),
  };
}
