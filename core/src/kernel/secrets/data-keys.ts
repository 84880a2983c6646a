import { randomFillSync } from 'node:crypto';
import { parse, v7 as uuidv7 } from 'uuid';
import { ADDED_BYTES, decrypt, encrypt } from './gcm.js';
import { boundTo, type Sealing } from './secrets.js';

/** A key of one person alone: who destroys it destroys whatever it sealed, in every copy. */
export interface DataKey {
  /** UUID, in what it sealed too. */
  readonly id: string;
  /** 32 bytes, never stored but wrapped. */
  readonly bytes: Buffer;
}

const FORMAT = 2;
const ID_BYTES = 16;
const HEAD_BYTES = 1 + ID_BYTES;
const KEY_BYTES = 32;

const pool = Buffer.alloc((ID_BYTES + KEY_BYTES) * 512);
let at = pool.length;

export function newDataKey(): DataKey {
  if (at === pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  const random = pool.subarray(at, (at += ID_BYTES));
  return { id: uuidv7({ random }), bytes: Buffer.from(pool.subarray(at, (at += KEY_BYTES))) };
}

/** Seals a text (AES-256-GCM): format, id of the key, nonce, tag, ciphertext. */
export function sealWith({ id, bytes }: DataKey, sealing: Sealing, text: string): Buffer {
  return encrypt(bytes, Buffer.concat([Buffer.of(FORMAT), parse(id)]), boundTo(sealing), Buffer.from(text));
}

/** @throws Error where it was sealed for another row or purpose or with another key, or was changed */
export function openWith({ bytes }: DataKey, sealing: Sealing, sealed: Buffer): string {
  return decrypt(bytes, HEAD_BYTES, boundTo(sealing), sealed).toString('utf8');
}

/** The id of the data key that sealed it; nothing where none did. */
export function dataKeyOf(sealed: Buffer): string | undefined {
  return sealed[0] === FORMAT && sealed.length >= HEAD_BYTES + ADDED_BYTES ? idOf(sealed.subarray(1, HEAD_BYTES)) : undefined;
}

/** Any 16 bytes: what was changed has no key, instead of an error of its own. */
function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
