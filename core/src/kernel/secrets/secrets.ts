import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Context } from '../context.js';
import { KEY_ID_BYTES, type Key } from './keys.js';

/** What a text is sealed for: it opens only as this. */
export interface Sealing {
  /** Names table and column or type, such as `people.identifier/national-number`. */
  readonly purpose: string;
  /** UUID of the row that holds it. */
  readonly row: string;
}

type WithKeys = Pick<Context, 'platform'>;

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
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

/** Seals a text (AES-256-GCM): format, key, nonce, tag, ciphertext. Only `open` with the same purpose and row gives it back. */
export function seal(ctx: WithKeys, sealing: Sealing, text: string): Buffer {
  const key = ctx.platform.keys.current;
  const head = Buffer.concat([Buffer.of(FORMAT), key.id]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.derive(`seal\n${sealing.purpose}`), nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(head, sealing));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), ciphertext]);
}

/**
 * Opens what `seal` made.
 *
 * @throws Error where it was sealed for another row or purpose, was changed, or its key is not among the deployment's
 */
export function open(ctx: WithKeys, sealing: Sealing, sealed: Buffer): string {
  const head = sealed.subarray(0, HEAD_BYTES);
  const key = keyOf(ctx, sealed);
  if (sealed.length < HEAD_BYTES + NONCE_BYTES + TAG_BYTES || head[0] !== FORMAT) throw new Error(`${sealing.purpose} of ${sealing.row} was not sealed by Kinga.`);
  if (!key) throw new Error(`${sealing.purpose} of ${sealing.row} was sealed with the key ${head.subarray(1).toString('hex')}, which KINGA_KEYS does not have.`);
  const nonce = sealed.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
  const tag = sealed.subarray(HEAD_BYTES + NONCE_BYTES, HEAD_BYTES + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key.derive(`seal\n${sealing.purpose}`), nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(head, sealing)).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES + NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}

function keyOf(ctx: WithKeys, sealed: Buffer): Key | undefined {
  return ctx.platform.keys.all.find(({ id }) => id.equals(sealed.subarray(1, HEAD_BYTES)));
}

function boundTo(head: Buffer, { purpose, row }: Sealing): Buffer {
  return Buffer.concat([head, Buffer.from(`${purpose}\n${row}`)]);
}

/** A bytea as planned reads give it to computed fields: PostgreSQL writes bytes in JSON as `\x` and hexadecimal digits. */
export function bytesOf(value: string | Buffer): Buffer {
  return typeof value === 'string' ? Buffer.from(value.replace(/^\\x/, ''), 'hex') : value;
}
