import { isUtf8 } from 'node:buffer';
import { Refused } from '../../../kernel/write/refusal.js';
import { ImportEncoding } from '../mapping.js';
import { importWrongEncoding } from '../refusals.js';

const LABELS: Readonly<Record<ImportEncoding, string>> = { UTF_8: 'utf-8', UTF_16LE: 'utf-16le', UTF_16BE: 'utf-16be', WINDOWS_1252: 'windows-1252' };

/**
 * The text of a file as UTF-8, chunk by chunk, whole characters each. Bytes that are not of the encoding are refused with the
 * line and column where they stand, so that nothing is read wrongly in silence.
 */
export async function* utf8Of(bytes: AsyncIterable<Buffer>, encoding: ImportEncoding): AsyncGenerator<Buffer> {
  const at = { line: 1, column: 1 };
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const joined = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole = wholeCharacters(joined, encoding);
    rest = joined.subarray(whole);
    const text = decoded(joined.subarray(0, whole), encoding, at);
    advance(at, text);
    yield text;
  }
  if (rest.length > 0) throw wrong(encoding, at);
}

/** How many of the bytes are whole characters; a character may be cut by the end of a chunk. */
function wholeCharacters(bytes: Buffer, encoding: ImportEncoding): number {
  if (encoding === ImportEncoding.WINDOWS_1252) return bytes.length;
  if (encoding === ImportEncoding.UTF_8) return bytes.length - cutUtf8(bytes);
  const even = bytes.length - (bytes.length % 2);
  const high = even >= 2 ? bytes[encoding === ImportEncoding.UTF_16LE ? even - 1 : even - 2] ?? 0 : 0;
  return (high & 0xfc) === 0xd8 ? even - 2 : even;
}

/** Bytes at the end that begin a character without ending it. */
function cutUtf8(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function decoded(bytes: Buffer, encoding: ImportEncoding, at: { line: number; column: number }): Buffer {
  const utf8 = toUtf8(bytes, encoding);
  if (utf8) return utf8;
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (toUtf8(bytes.subarray(0, wholeCharacters(bytes.subarray(0, middle), encoding)), encoding)) good = middle;
    else bad = middle;
  }
  const before = { ...at };
  advance(before, toUtf8(bytes.subarray(0, wholeCharacters(bytes.subarray(0, good), encoding)), encoding) ?? Buffer.alloc(0));
  throw wrong(encoding, before);
}

function toUtf8(bytes: Buffer, encoding: ImportEncoding): Buffer | undefined {
  if (encoding === ImportEncoding.UTF_8) return isUtf8(bytes) ? bytes : undefined;
  try {
    return Buffer.from(new TextDecoder(LABELS[encoding], { fatal: true, ignoreBOM: true }).decode(bytes), 'utf8');
  } catch {
    // The only error that a decoder throws: these bytes are not of its encoding. The caller tells where.
    return undefined;
  }
}

const LINE_FEED = 10;

function advance(at: { line: number; column: number }, text: Buffer): void {
  let last = -1;
  for (let found = text.indexOf(LINE_FEED); found >= 0; found = text.indexOf(LINE_FEED, found + 1)) {
    at.line += 1;
    last = found;
  }
  if (last >= 0) at.column = 1;
  at.column += text.subarray(last + 1).toString('utf8').length;
}

function wrong(encoding: ImportEncoding, { line, column }: { readonly line: number; readonly column: number }): Refused {
  return new Refused([importWrongEncoding('fileId', { encoding: LABELS[encoding].toUpperCase(), line, column })]);
}
