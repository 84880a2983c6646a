import type { Readable } from 'node:stream';
import { openPromise, type Entry } from 'yauzl';

/** A ZIP archive on the disk, whose parts are read as streams. */
export interface Zip {
  has(name: string): boolean;
  read(name: string): Promise<Readable>;
  close(): void;
}

const MOST_PARTS = 10_000;
/** Sheets of like rows are packed to a fiftieth; a part that is packed further is there to fill whoever unpacks it. */
const MOST_TIMES = 200;
const UNSUSPECTED_BYTES = 1_000_000;

export async function openZip(path: string): Promise<Zip> {
  const file = await openPromise(path, { lazyEntries: true, autoClose: false });
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of file.eachEntry()) {
      entries.set(entry.fileName, entry);
      if (entries.size > MOST_PARTS) throw new Error('the archive has too many parts');
    }
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    has: (name) => entries.has(name),
    read: async (name) => {
      const entry = entries.get(name);
      if (!entry) throw new Error(`the archive has no ${name}`);
      // What comes is held against the size that the archive tells.
      if (entry.uncompressedSize > Math.max(UNSUSPECTED_BYTES, entry.compressedSize * MOST_TIMES)) throw new Error('it would unpack to far more than a spreadsheet; save it as CSV');
      return file.openReadStreamPromise(entry);
    },
    close: () => file.close(),
  };
}
