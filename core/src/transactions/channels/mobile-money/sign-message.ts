import { createHmac, timingSafeEqual } from 'node:crypto';

/** The signature of a message by Standard Webhooks 1.0: HMAC-SHA-256 over id, time and body. */
export function signMessage(secret: string, { id, seconds, body }: { readonly id: string; readonly seconds: string; readonly body: Buffer }): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${seconds}.`).update(body).digest('base64')}`;
}

/** Whether one of the signatures of a header is the one. */
export function isSigned(given: string, right: string): boolean {
  const wanted = Buffer.from(right);
  return given.split(' ').map((each) => Buffer.from(each)).some((each) => each.length === wanted.length && timingSafeEqual(each, wanted));
}
