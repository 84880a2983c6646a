import { strippedJpeg } from './jpeg.js';
import { strippedPng } from './png.js';
import { Source } from './source.js';
import { strippedWebp } from './webp.js';

const STRIPPERS: Readonly<Record<string, (source: Source) => AsyncGenerator<Buffer>>> = { 'image/jpeg': strippedJpeg, 'image/png': strippedPng, 'image/webp': strippedWebp };

/**
 * A file's bytes without what cameras and programs write into pictures beside the picture: where and when it was taken, with what, by whom,
 * and a smaller copy of what it was before it was cut. The picture stays to the byte. Other files stay as they are.
 *
 * @throws BrokenPicture where it is not built as its type says
 */
export async function* withoutMetadata(mediaType: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const strip = STRIPPERS[mediaType];
  if (!strip) return yield* bytes;
  const source = new Source(bytes);
  yield* strip(source);
  await source.drain();
}
