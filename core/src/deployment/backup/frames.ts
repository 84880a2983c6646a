import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** What a backup says first, in the clear. */
export interface Header {
  readonly kinga: 'backup';
  readonly format: 1;
  readonly madeAt: string;
  readonly migrations: readonly string[];
  /** Where it is sealed: what its key is derived with, in base64. */
  readonly salt?: string;
}

/** A part of a table, and what was written of it. */
export interface TablePart {
  readonly table: string;
  readonly columns: readonly string[];
  /** Partitions with their bounds, which are made where the database lacks them. */
  readonly partitions: readonly { readonly name: string; readonly bound: string }[];
  /** The columns of its primary key, where it has one. */
  readonly key?: readonly string[] | null;
}

export interface TableEnd {
  readonly rows: number;
  /** SHA-256 of the rows as COPY writes them. */
  readonly sha256: string;
}

export interface End {
  readonly end: true;
  readonly tables: number;
  /** Sequence to the last number that it gave. */
  readonly sequences: Readonly<Record<string, string>>;
}

/** Writes bytes with their length before them; no bytes end a table's rows. */
export async function writeFrame(to: Writable, bytes: Buffer | string): Promise<void> {
  const body = Buffer.from(bytes as string);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  if (!to.write(Buffer.concat([head, body]))) await once(to, 'drain');
}

/** Frames in their order, however the bytes come. */
export async function* framesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const bytes of source) {
    rest = Buffer.concat([rest, bytes]);
    for (let length: number; rest.length >= 4 && rest.length >= 4 + (length = rest.readUInt32BE()); rest = rest.subarray(4 + length)) yield rest.subarray(4, 4 + length);
  }
  if (rest.length > 0) throw new RangeError('it ends within a part');
}
