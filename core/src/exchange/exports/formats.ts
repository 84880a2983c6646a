import { XLSX } from '../../kernel/files/media-types.js';
import { csvWriter } from './csv.js';
import { ExportFormat } from './export.js';
import { jsonLines } from './json-lines.js';
import { flatColumns, type ExportQuery } from './read-query.js';
import type { TableWriter } from './table-writer.js';
import { xlsxWriter } from './xlsx.js';

export const MEDIA_TYPE: Readonly<Record<ExportFormat, string>> = { JSONL: 'application/jsonl', CSV: 'text/csv', XLSX };

/**
 * The writer of a format.
 *
 * @param saved its `state`, where it goes on
 * @throws Refused where the rows of the query don't fit it
 */
export function writerOf(format: ExportFormat, query: ExportQuery, byteOrderMark: boolean, saved?: object): TableWriter {
  switch (format) {
    case ExportFormat.JSONL:
      return jsonLines;
    case ExportFormat.CSV:
      return csvWriter(flatColumns(query), byteOrderMark);
    case ExportFormat.XLSX:
      return xlsxWriter(flatColumns(query), saved as Parameters<typeof xlsxWriter>[1]);
  }
}
