import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pngChunk as chunk } from '../../../testing/tiny-png.js';
import { exifOf, orientationOf } from './exif.js';
import { BrokenPicture } from './source.js';
import { withoutMetadata } from './strip.js';

/** A place and a name that no stripped picture may hold. */
const SECRET = 'GPS 5.6037N 0.1870W Akosua';

async function stripped(type: string, bytes: Buffer, piece = 7): Promise<Buffer> {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const kept: Buffer[] = [];
  for await (const some of withoutMetadata(type, pieces())) kept.push(Buffer.from(some));
  return Buffer.concat(kept);
}

const be16 = (n: number): Buffer => Buffer.of(n >> 8, n & 255);
const be32 = (n: number): Buffer => Buffer.from([n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]);
const le32 = (n: number): Buffer => Buffer.from(be32(n).toReversed());
const text = (of: string): Buffer => Buffer.from(of, 'latin1');

/** An Exif as cameras write it: orientation, and where it was taken. */
const exif = (orientation: number): Buffer => Buffer.concat([text('II*\0'), Buffer.from([8, 0, 0, 0, 2, 0, 0x0f, 1, 2, 0, SECRET.length, 0, 0, 0, 38, 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]), text(SECRET)]);

const segment = (marker: number, body: Buffer): Buffer => Buffer.concat([Buffer.of(0xff, marker), be16(body.length + 2), body]);
const riff = (type: string, body: Buffer): Buffer => Buffer.concat([text(type), le32(body.length), body, Buffer.alloc(body.length % 2)]);

/** A form of picture: what makes the picture, part by part, what may stand between, and the whole of some of both. */
interface Form {
  readonly type: string;
  readonly picture: (data: Buffer) => readonly Buffer[];
  readonly metadata: readonly Buffer[];
  readonly whole: (parts: readonly Buffer[]) => Buffer;
  readonly after?: Buffer;
}

/** What a scan holds: a byte of ones is told from a marker by a zero, and restarts may stand between. */
const scanned = (data: Buffer): Buffer => Buffer.from([...data].flatMap((byte, n) => [...(byte === 0xff ? [0xff, 0] : [byte]), ...(n % 5 === 4 ? [0xff, 0xd3] : [])]));
const forms: readonly Form[] = [
  {
    type: 'image/jpeg',
    picture: (data) => [segment(0xe0, text('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')), segment(0xe2, text('ICC_PROFILE\0colours')), segment(0xee, text('Adobe\0d')), segment(0xdb, data), segment(0xc2, data), segment(0xc4, data),
      Buffer.concat([segment(0xda, text('scan')), scanned(data)]), segment(0xc4, data), Buffer.concat([segment(0xda, text('scan')), scanned(data)])],
    metadata: [segment(0xe1, Buffer.concat([text('Exif\0\0'), exif(1)])), segment(0xe1, text(`http://ns.adobe.com/xap/1.0/\0${SECRET}`)), segment(0xed, text(SECRET)), segment(0xfe, text(SECRET)), segment(0xe2, text(`MPF\0${SECRET}`)), segment(0xe0, text(`JFXX\0${SECRET}`))],
    whole: (parts) => Buffer.concat([Buffer.of(0xff, 0xd8), ...parts, Buffer.of(0xff, 0xd9)]),
    after: text(`\xff\xd8\xff\xe1${SECRET}`),
  },
  {
    type: 'image/png',
    picture: (data) => [chunk('IHDR', data.subarray(0, 13)), chunk('gAMA', data), chunk('PLTE', data), chunk('IDAT', data), chunk('IDAT', data)],
    metadata: [chunk('eXIf', exif(1)), chunk('tEXt', text(`Author\0${SECRET}`)), chunk('iTXt', text(SECRET)), chunk('zTXt', text(SECRET)), chunk('tIME', text('2026-03')), chunk('prVt', text(SECRET))],
    whole: (parts) => Buffer.concat([text('\x89PNG\r\n\x1a\n'), ...parts, chunk('IEND', Buffer.alloc(0))]),
    after: text(SECRET),
  },
];

describe.each(forms)('a picture ($type)', ({ type, picture, metadata, whole, after }) => {
  it('is to the byte what it was without all that was written beside it, however it comes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 13, maxLength: 40 }), fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }), fc.integer({ min: 1, max: 60 }), async (data, places, piece) => {
      const parts = picture(Buffer.from(data));
      const mixed = [...parts];
      // PNG begins with its header, and nothing may stand before it.
      for (const [at, which] of places) mixed.splice(1 + (at % mixed.length), 0, metadata[which % metadata.length] ?? Buffer.alloc(0));
      const twin = whole(parts);
      const found = await stripped(type, Buffer.concat([whole(mixed), after ?? Buffer.alloc(0)]), piece);
      expect(found.equals(twin)).toBe(true);
      expect((await stripped(type, twin, piece)).equals(twin)).toBe(true);
    }), { numRuns: 60 });
  });

  it('that is cut off anywhere, or is built otherwise, is refused', async () => {
    const twin = whole(picture(Buffer.from('0123456789abcdef')));
    for (let length = 0; length < twin.length; length += 1) await expect(stripped(type, twin.subarray(0, length))).rejects.toThrow(BrokenPicture);
    await expect(stripped(type, Buffer.concat([twin.subarray(0, 8), Buffer.alloc(64, 1)]))).rejects.toThrow(BrokenPicture);
  });
});

describe('a picture that was held sideways', () => {
  it('is turned as it was, and says nothing else', async () => {
    for (const orientation of [3, 6, 8]) {
      expect(orientationOf(exifOf(orientation))).toBe(orientation);
      const [jpeg, png] = forms as [Form, Form];
      const turned = await stripped('image/jpeg', jpeg.whole([segment(0xe1, Buffer.concat([text('Exif\0\0'), exif(orientation)])), ...jpeg.picture(Buffer.from('0123456789abcdef'))]));
      expect(turned.equals(jpeg.whole([segment(0xe1, Buffer.concat([text('Exif\0\0'), exifOf(orientation)])), ...jpeg.picture(Buffer.from('0123456789abcdef'))]))).toBe(true);
      const [header, ...rest] = png.picture(Buffer.from('0123456789abcdef'));
      const there = await stripped('image/png', png.whole([header ?? Buffer.alloc(0), chunk('eXIf', exif(orientation)), ...rest]));
      expect(there.equals(png.whole([header ?? Buffer.alloc(0), chunk('eXIf', exifOf(orientation)), ...rest]))).toBe(true);
    }
  });
});

describe('a WebP', () => {
  const file = (parts: readonly Buffer[]): Buffer => Buffer.concat([text('RIFF'), le32(4 + parts.reduce((sum, { length }) => sum + length, 0)), text('WEBP'), ...parts]);
  const header = (flags: number): Buffer => riff('VP8X', Buffer.from([flags, 0, 0, 0, 9, 0, 0, 9, 0, 0]));

  it('keeps its picture where it was, says which way up it is, and nothing else', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 60 }), async (data, orientation, piece) => {
      const [icc, alpha, picture] = [riff('ICCP', Buffer.from(data)), riff('ALPH', Buffer.from(data)), riff('VP8 ', Buffer.from(data))];
      const from = file([header(0x2c), icc, alpha, picture, riff('EXIF', exif(orientation)), riff('XMP ', text(SECRET)), riff('abcd', text(SECRET))]);
      const found = await stripped('image/webp', Buffer.concat([from, text(SECRET)]), piece);
      const own = Buffer.alloc(exif(1).length);
      exifOf(orientation).copy(own);
      expect(found.equals(file([header(0x28), icc, alpha, picture, riff('EXIF', own), riff('JUNK', Buffer.alloc(SECRET.length)), riff('JUNK', Buffer.alloc(SECRET.length))]))).toBe(true);
      const twin = file([header(0x20), icc, picture]);
      expect((await stripped('image/webp', twin, piece)).equals(twin)).toBe(true);
    }), { numRuns: 40 });
  });

  it('that is cut off, or says less than it holds, is refused', async () => {
    const twin = file([riff('VP8L', Buffer.from('picture'))]);
    for (let length = 0; length < twin.length; length += 1) await expect(stripped('image/webp', twin.subarray(0, length))).rejects.toThrow(BrokenPicture);
    await expect(stripped('image/webp', Buffer.concat([text('RIFF'), le32(14), text('WEBP'), riff('VP8L', Buffer.alloc(90))]))).rejects.toThrow(BrokenPicture);
  });
});
