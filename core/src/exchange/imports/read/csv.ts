import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { Refused } from '../../../kernel/write/refusal.js';
import type { MappingRules } from '../mapping.js';
import { importUnreadable } from '../refusals.js';
import type { FileRow } from './rows.js';
import { utf8Of } from './text.js';

const DELIMITERS = [',', ';', '\t', '|'];
/** A quotation that is opened by mistake would swallow the rest of the file. */
const LARGEST_RECORD = 1_000_000;
const BYTES_OF_HEADER = 65_536;

/** The rows of a CSV file (RFC 4180; LF, a byte order mark and other delimiters are borne), in constant memory. */
export async function* csvRows(bytes: AsyncIterable<Buffer>, { encoding, delimiter, headerRow }: MappingRules): AsyncGenerator<FileRow> {
  const text = utf8Of(bytes, encoding);
  const head = await beginning(text);
  let [number, lastBroken] = [0, 0];
  const parser = parse({
    bom: true, relax_column_count: true, skip_records_with_error: true, max_record_size: LARGEST_RECORD,
    delimiter: delimiter ?? likelyDelimiter(head, headerRow),
    on_record: (fields) => ({ number: (number += 1), fields }) as never,
    on_skip: (error) => {
      if (error?.code !== 'CSV_INVALID_CLOSING_QUOTE') throw error ?? new Error('a record was left out without a reason');
      if (error['lines'] === lastBroken) return undefined;
      lastBroken = error['lines'] as number;
      parser.push({ number: (number += 1), fields: [], broken: true } satisfies FileRow);
      return undefined;
    },
  });
  const source = Readable.from(chain(head, text), { objectMode: false });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const row of parser) yield row as FileRow;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Refused([importUnreadable('fileId', { why: error.message })]);
  } finally {
    source.destroy();
  }
}

async function beginning(text: AsyncGenerator<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  let length = 0;
  while (length < BYTES_OF_HEADER) {
    const { value, done } = await text.next();
    if (done) break;
    read.push(value);
    length += value.length;
  }
  return Buffer.concat(read);
}

async function* chain(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

/** What stands most often in the header; a comma where none does. */
function likelyDelimiter(head: Buffer, headerRow: number): string {
  const line = head.toString('utf8').split(/\r?\n/)[Math.max(0, headerRow - 1)] ?? '';
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
