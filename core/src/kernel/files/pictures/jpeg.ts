import { exifOf, orientationOf } from './exif.js';
import { BrokenPicture, type Source } from './source.js';

const [SOI, EOI, SOS, COM, APP0, APP1, APP2, APP14, APP15] = [0xd8, 0xd9, 0xda, 0xfe, 0xe0, 0xe1, 0xe2, 0xee, 0xef];
/** Application segments without which a picture looks otherwise: how its colours are meant. */
const KEPT = new Map([[APP0, 'JFIF\0'], [APP2, 'ICC_PROFILE\0'], [APP14, 'Adobe']]);
const EXIF = 'Exif\0\0';

/** A JPEG without comments, Exif, XMP, IPTC and makers' segments, and without what follows its end; turned as it was. */
export async function* strippedJpeg(source: Source): AsyncGenerator<Buffer> {
  yield await source.take(2);
  for (;;) {
    const marker = await nextMarker(source);
    if (marker === EOI) return yield Buffer.of(0xff, EOI);
    if (marker === SOI || (marker >= 0xd0 && marker <= 0xd7) || marker === 1) throw new BrokenPicture('a marker stands where none may');
    const length = (await source.take(2)).readUInt16BE() - 2;
    if (length < 0) throw new BrokenPicture('a segment has no length');
    const body = await source.take(length);
    const begins = (with_: string): boolean => body.toString('latin1', 0, with_.length) === with_;
    const kept = KEPT.get(marker);
    const application = marker >= APP0 && marker <= APP15;
    if (marker === APP1 && begins(EXIF)) {
      const orientation = orientationOf(body.subarray(EXIF.length));
      if (orientation !== 1) yield segment(APP1, Buffer.concat([Buffer.from(EXIF, 'latin1'), exifOf(orientation)]));
    } else if (kept ? begins(kept) : !application && marker !== COM) yield segment(marker, body);
    if (marker === SOS) yield* scan(source);
  }
}

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

async function nextMarker(source: Source): Promise<number> {
  if ((await source.take(1))[0] !== 0xff) throw new BrokenPicture('a segment does not begin with a marker');
  let marker = 0xff;
  while (marker === 0xff) marker = (await source.take(1))[0] ?? 0;
  return marker;
}

/** The picture itself, up to the next marker. */
async function* scan(source: Source): AsyncGenerator<Buffer> {
  for (;;) {
    const ready = await source.peek(2);
    if (ready.length < 2) throw new BrokenPicture('it ends before its end');
    for (let at = ready.indexOf(0xff); ; at = ready.indexOf(0xff, at + 2)) {
      const next = ready[at + 1];
      // At the end of what lies ready, the byte that tells is still to come.
      if (at < 0 || next === undefined) {
        const length = at < 0 ? ready.length : at;
        yield source.take(length);
        break;
      }
      if (next === 0 || (next >= 0xd0 && next <= 0xd7)) continue;
      if (at > 0) yield source.take(at);
      return;
    }
  }
}
