import { crc32 } from 'node:zlib';

/** A chunk of a PNG. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  length.writeUInt32BE(body.length);
  crc.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, crc]);
}

/** A file that is built as a PNG is, of one grey pixel. What is given stands in it, in chunks before the pixel. */
export function tinyPng(...more: readonly Buffer[]): Buffer {
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), pngChunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])), ...more,
    pngChunk('IDAT', Buffer.from('789c6360000000020001', 'hex')), pngChunk('IEND', Buffer.alloc(0)),
  ]);
}
