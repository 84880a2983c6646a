import { crc32 } from 'node:zlib';
import { exifOf, orientationOf } from './exif.js';
import { BrokenPicture, type Source } from './source.js';

/** Chunks that need not be there and without which a picture looks otherwise, animations included. */
const KEPT = new Set(['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'mDCV', 'cLLI', 'sBIT', 'bKGD', 'pHYs', 'acTL', 'fcTL', 'fdAT']);
/** An Exif that is larger is thrown away unread. */
const LARGEST_EXIF = 1_000_000;

/** A PNG without texts, times, Exif and what nobody knows, and without what follows its end; turned as it was. */
export async function* strippedPng(source: Source): AsyncGenerator<Buffer> {
  yield await source.take(8);
  for (let type = ''; type !== 'IEND';) {
    const head = await source.take(8);
    const length = head.readUInt32BE();
    type = head.toString('latin1', 4);
    if (!/^[A-Za-z]{4}$/.test(type)) throw new BrokenPicture('a chunk has no name');
    if (type === 'eXIf' && length <= LARGEST_EXIF) {
      const orientation = orientationOf(await source.take(length));
      await source.skip(4);
      if (orientation !== 1) yield chunk('eXIf', exifOf(orientation));
    } else if (/^[A-Z]/.test(type) || KEPT.has(type)) {
      yield head;
      yield* source.pass(length + 4);
    } else await source.skip(length + 4);
  }
}

function chunk(type: string, body: Buffer): Buffer {
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  length.writeUInt32BE(body.length);
  crc.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, crc]);
}
