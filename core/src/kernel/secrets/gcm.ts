import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What AES-256-GCM adds to the head and the text. */
export const ADDED_BYTES = NONCE_BYTES + TAG_BYTES;

const nonces = Buffer.alloc(NONCE_BYTES * 1_024);
let at = nonces.length;

/** Random bytes come some thousands at a time: that is most of their cost. */
function nonce(): Buffer {
  if (at === nonces.length) {
    randomFillSync(nonces);
    at = 0;
  }
  at += NONCE_BYTES;
  return Buffer.from(nonces.subarray(at - NONCE_BYTES, at));
}

/** Head, nonce, tag, ciphertext. The head is in the clear; it and `bound` are authenticated. */
export function encrypt(key: KeyObject | Buffer, head: Buffer, bound: string, bytes: Buffer): Buffer {
  const fresh = nonce();
  const cipher = createCipheriv('aes-256-gcm', key, fresh, { authTagLength: TAG_BYTES }).setAAD(Buffer.concat([head, Buffer.from(bound)]));
  const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([head, fresh, cipher.getAuthTag(), ciphertext]);
}

/** @throws Error where any of it was changed, or the key or `bound` is another */
export function decrypt(key: KeyObject | Buffer, headBytes: number, bound: string, whole: Buffer): Buffer {
  const [head, fresh] = [whole.subarray(0, headBytes), whole.subarray(headBytes, headBytes + NONCE_BYTES)];
  const tag = whole.subarray(headBytes + NONCE_BYTES, headBytes + ADDED_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, fresh, { authTagLength: TAG_BYTES }).setAAD(Buffer.concat([head, Buffer.from(bound)])).setAuthTag(tag);
  return Buffer.concat([decipher.update(whole.subarray(headBytes + ADDED_BYTES)), decipher.final()]);
}
