import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refused } from '../../../kernel/write/refusal.js';
import { importUnreadable } from '../refusals.js';
import type { FileRow } from './rows.js';
import { sheetRows } from './sheet.js';
import { readWorkbook } from './workbook.js';
import { openZip } from './zip.js';

/**
 * The rows of a sheet of an XLSX file, the first where none is named. Dates come as YYYY-MM-DD, numbers as a person would write
 * them, formulas as what they came to. The file is laid on the disk meanwhile, since its parts stand in any order.
 */
export async function* xlsxRows(bytes: AsyncIterable<Buffer>, sheet: string | null): AsyncGenerator<FileRow> {
  const folder = await mkdtemp(join(tmpdir(), 'kinga-import-'));
  try {
    const path = join(folder, 'file.xlsx');
    await pipeline(Readable.from(bytes), createWriteStream(path, { mode: 0o600 }));
    const zip = await openZip(path);
    try {
      const { part, strings, dateStyles, since1904 } = await readWorkbook(zip, sheet);
      yield* sheetRows(await zip.read(part), { strings, dateStyles, since1904 });
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof Refused || !isOfFile(error)) throw error;
    throw new Refused([importUnreadable('fileId', { why: (error as Error).message })]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Errors of the file and not of the machine: those of the machine have a code of the system. */
function isOfFile(error: unknown): boolean {
  return error instanceof Error && !('syscall' in error) && !(error instanceof TypeError);
}
