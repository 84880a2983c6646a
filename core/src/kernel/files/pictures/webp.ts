import { exifOf, orientationOf } from './exif.js';
import { BrokenPicture, type Source } from './source.js';

const KEPT = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** The bit of VP8X that says that there is XMP. */
const XMP = 0x04;

/**
 * A WebP whose Exif says which way up it is and nothing else, without XMP and what nobody knows, and without what follows its end. What
 * is taken out leaves zeros in its place, since the file begins by saying how long it is.
 */
export async function* strippedWebp(source: Source): AsyncGenerator<Buffer> {
  const head = await source.take(12);
  yield head;
  for (let left = head.readUInt32LE(4) - 4; left > 0;) {
    const begin = Buffer.from(await source.take(8));
    const type = begin.toString('latin1', 0, 4);
    const length = begin.readUInt32LE(4);
    const padded = length + (length % 2);
    left -= 8 + padded;
    if (left < 0) throw new BrokenPicture('a chunk is longer than the whole');
    if (KEPT.has(type)) {
      yield begin;
      yield* source.pass(padded);
      continue;
    }
    const body = Buffer.from(await source.take(padded));
    if (type === 'VP8X') body[0] = (body[0] ?? 0) & ~XMP;
    else if (type === 'EXIF') withOrientationAlone(body);
    else {
      begin.write('JUNK', 'latin1');
      body.fill(0);
    }
    yield begin;
    yield body;
  }
}

function withOrientationAlone(body: Buffer): void {
  // Some writers put before it what JPEG has there.
  const exif = exifOf(orientationOf(body.subarray(body.toString('latin1', 0, 6) === 'Exif\0\0' ? 6 : 0)));
  body.fill(0);
  if (exif.length <= body.length) exif.copy(body);
}
