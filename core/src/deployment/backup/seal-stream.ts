import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

const CHUNK = 1 << 20;
const TAG = 16;

/** Whoever has the key makes the same of the same salt. */
function keyOf(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'kinga backup', 32));
}

/** The place of a chunk, so that none can be moved, and whether it is the last, so that none can be left out. */
function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(index, 4, 6);
  bytes.writeUInt8(last ? 1 : 0, 11);
  return bytes;
}

/** Seals a stream in chunks (AES-256-GCM); each backup has a salt, and so a key, of its own. */
export async function* sealed(source: AsyncIterable<Buffer>, key: Buffer, salt: Buffer): AsyncGenerator<Buffer> {
  const own = keyOf(key, salt);
  let index = 0;
  let rest = Buffer.alloc(0);
  const seal = (bytes: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', own, nonce(index++, last));
    const text = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    const head = Buffer.alloc(5);
    head.writeUInt32BE(text.length);
    head.writeUInt8(last ? 1 : 0, 4);
    return Buffer.concat([head, text]);
  };
  for await (const bytes of source) {
    rest = Buffer.concat([rest, bytes]);
    for (; rest.length >= CHUNK; rest = rest.subarray(CHUNK)) yield seal(rest.subarray(0, CHUNK), false);
  }
  yield seal(rest, true);
}

/**
 * Opens what `sealed` made.
 *
 * @throws Error where it was changed, or is another key's; RangeError where it has no end
 */
export async function* opened(source: AsyncIterable<Buffer>, key: Buffer, salt: Buffer): AsyncGenerator<Buffer> {
  const own = keyOf(key, salt);
  let index = 0;
  let rest = Buffer.alloc(0);
  for await (const bytes of source) {
    rest = Buffer.concat([rest, bytes]);
    for (let length: number; rest.length >= 5 && rest.length >= 5 + (length = rest.readUInt32BE()); rest = rest.subarray(5 + length)) {
      const last = rest.readUInt8(4) === 1;
      const text = rest.subarray(5, 5 + length);
      if (length > CHUNK + TAG || length < TAG) throw new Error('a part of it has no right size');
      const decipher = createDecipheriv('aes-256-gcm', own, nonce(index++, last)).setAuthTag(text.subarray(length - TAG));
      yield Buffer.concat([decipher.update(text.subarray(0, length - TAG)), decipher.final()]);
      if (last) return;
    }
  }
  throw new RangeError('it has no end');
}
