import { createHmac } from 'node:crypto';
import type { Context } from '../context.js';
import { ADDED_BYTES, decrypt, encrypt } from './gcm.js';
import { KEY_ID_BYTES, type Key } from './keys.js';

/** What a text is sealed for: it opens only as this. */
export interface Sealing {
  /** Names table and column or type, such as `people.identifier/national-number`. */
  readonly purpose: string;
  /** UUID of the row that holds it. */
  readonly row: string;
}

export type WithKeys = Pick<Context, 'platform'>;

const FORMAT = 1;
const HEAD_BYTES = 1 + KEY_ID_BYTES;

/**
 * A keyed digest of a text (HMAC-SHA-256, after the four bytes that name its key): equal texts have equal digests, and
 * without the key nobody can try numbers out. Give the text in its normal form.
 *
 * @param purpose texts of different purposes have different digests
 */
export function digest(ctx: WithKeys, purpose: string, text: string): Buffer {
  return digestBy(ctx.platform.keys.current, purpose, text);
}

/** The digests that a text may have been stored under, with any key that is in use: for looking up. The first is `digest`'s. */
export function digests(ctx: WithKeys, purpose: string, text: string): readonly Buffer[] {
  return ctx.platform.keys.all.map((key) => digestBy(key, purpose, text));
}

function digestBy(key: Key, purpose: string, text: string): Buffer {
  return Buffer.concat([key.id, createHmac('sha256', key.derive(`digest\n${purpose}`)).update(text).digest()]);
}

/** Seals a text (AES-256-GCM) with the deployment's key: format, key, nonce, tag, ciphertext. Only `open` with the same purpose and row gives it back. */
export function seal(ctx: WithKeys, sealing: Sealing, text: string): Buffer {
  return sealBytes(ctx, sealing, Buffer.from(text));
}

export function sealBytes(ctx: WithKeys, sealing: Sealing, bytes: Buffer): Buffer {
  const key = ctx.platform.keys.current;
  return encrypt(key.derive(`seal\n${sealing.purpose}`), Buffer.concat([Buffer.of(FORMAT), key.id]), boundTo(sealing), bytes);
}

/**
 * Opens what `seal` made.
 *
 * @throws Error where it was sealed for another row or purpose, was changed, or its key is not among the deployment's
 */
export function open(ctx: WithKeys, sealing: Sealing, sealed: Buffer): string {
  return openBytes(ctx, sealing, sealed).toString('utf8');
}

export function openBytes(ctx: WithKeys, sealing: Sealing, sealed: Buffer): Buffer {
  if (sealed.length < HEAD_BYTES + ADDED_BYTES || sealed[0] !== FORMAT) throw new Error(`${sealing.purpose} of ${sealing.row} was not sealed by Kinga.`);
  const key = keyOf(ctx, sealed);
  if (!key) throw new Error(`${sealing.purpose} of ${sealing.row} was sealed with the key ${sealed.subarray(1, HEAD_BYTES).toString('hex')}, which KINGA_KEYS does not have.`);
  return decrypt(key.derive(`seal\n${sealing.purpose}`), HEAD_BYTES, boundTo(sealing), sealed);
}

/** Whether the newest key of the deployment sealed it. */
export function isSealedByCurrent(ctx: WithKeys, sealed: Buffer): boolean {
  return keyOf(ctx, sealed) === ctx.platform.keys.current;
}

function keyOf(ctx: WithKeys, sealed: Buffer): Key | undefined {
  return ctx.platform.keys.all.find(({ id }) => id.equals(sealed.subarray(1, HEAD_BYTES)));
}

export function boundTo({ purpose, row }: Sealing): string {
  return `${purpose}\n${row}`;
}

/** A bytea as planned reads give it to computed fields: PostgreSQL writes bytes in JSON as `\x` and hexadecimal digits. */
export function bytesOf(value: string | Buffer): Buffer {
  return typeof value === 'string' ? Buffer.from(value.replace(/^\\x/, ''), 'hex') : value;
}
