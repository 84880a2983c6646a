import { constants, crc32, deflateRawSync } from 'node:zlib';

/** A part of an archive, as its directory has to know it. */
interface Entry {
  readonly name: string;
  readonly crc: number;
  readonly packed: number;
  readonly raw: number;
  readonly offset: number;
}

/** What an archive that is being written has to remember. */
export interface ZipState {
  readonly entries: readonly Entry[];
  /** The part that is open. */
  readonly open: Entry | null;
  readonly offset: number;
}

const DEFLATED = 8;
/** Names are UTF-8; sizes follow the bytes. */
const FLAGS = 0x0808;
const VERSION = 20;
/** 1 January 1980: what an archive holds doesn't depend on when it was made. */
const NO_DATE = 0x0021;

/**
 * Writes a ZIP archive part by part, where it can be stopped and gone on with between any two calls: every piece is
 * compressed on its own and ends at a whole byte, and a checksum is a number. Up to 4 GB (APPNOTE 6.3.10, without ZIP64).
 */
export class ZipWriter {
  #state: ZipState;

  constructor(state: ZipState = { entries: [], open: null, offset: 0 }) {
    this.#state = state;
  }

  get state(): ZipState {
    return this.#state;
  }

  begin(name: string): Buffer {
    const { offset } = this.#state;
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(VERSION, 4);
    header.writeUInt16LE(FLAGS, 6);
    header.writeUInt16LE(DEFLATED, 8);
    header.writeUInt16LE(NO_DATE, 12);
    header.writeUInt16LE(Buffer.byteLength(name), 26);
    return this.#wrote(Buffer.concat([header, Buffer.from(name)]), { name, crc: 0, packed: 0, raw: 0, offset });
  }

  write(bytes: Buffer): Buffer {
    return this.#add(bytes, deflateRawSync(bytes, { level: 6, finishFlush: constants.Z_SYNC_FLUSH }));
  }

  end(): Buffer {
    const last = this.#add(Buffer.alloc(0), deflateRawSync(Buffer.alloc(0)));
    const entry = this.#open();
    const descriptor = Buffer.alloc(16);
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(entry.crc, 4);
    descriptor.writeUInt32LE(entry.packed, 8);
    descriptor.writeUInt32LE(entry.raw, 12);
    this.#state = { ...this.#state, entries: [...this.#state.entries, entry] };
    return Buffer.concat([last, this.#wrote(descriptor, null)]);
  }

  /** A part as a whole. */
  part(name: string, text: string): Buffer {
    return Buffer.concat([this.begin(name), this.write(Buffer.from(text)), this.end()]);
  }

  /** The archive's directory, which is its end. */
  directory(): Buffer {
    const { entries, offset } = this.#state;
    const listed = Buffer.concat(entries.map(listing));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(entries.length, 8);
    end.writeUInt16LE(entries.length, 10);
    end.writeUInt32LE(listed.length, 12);
    end.writeUInt32LE(offset, 16);
    return this.#wrote(Buffer.concat([listed, end]), null);
  }

  #open(): Entry {
    if (!this.#state.open) throw new Error('no part of the archive is open');
    return this.#state.open;
  }

  #add(bytes: Buffer, packed: Buffer): Buffer {
    const open = this.#open();
    return this.#wrote(packed, { ...open, crc: crc32(bytes, open.crc), raw: open.raw + bytes.length, packed: open.packed + packed.length });
  }

  #wrote(bytes: Buffer, open: Entry | null): Buffer {
    this.#state = { ...this.#state, open, offset: this.#state.offset + bytes.length };
    return bytes;
  }
}

function listing({ name, crc, packed, raw, offset }: Entry): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(DEFLATED, 10);
  header.writeUInt16LE(NO_DATE, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(raw, 24);
  header.writeUInt16LE(Buffer.byteLength(name), 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(name)]);
}
