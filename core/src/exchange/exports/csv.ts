import { stringify } from 'csv-stringify/sync';
import type { Column } from './read-query.js';
import { asText, valueAt, type TableWriter } from './table-writer.js';

/** What these give is a number, a day or a code, and never a formula: a minus in front stays as it is. */
const HARMLESS = new Set(['Int', 'Float', 'Decimal', 'Boolean', 'LocalDate', 'DateTime', 'ID']);

/** RFC 4180 with a header. */
export function csvWriter(columns: readonly Column[], byteOrderMark: boolean): TableWriter {
  const lines = (rows: readonly (readonly string[])[]): Buffer => Buffer.from(stringify(rows.map((row) => [...row]), { record_delimiter: '\r\n' }));
  return {
    begin: () => Buffer.concat([Buffer.from(byteOrderMark ? '\uFEFF' : ''), lines([columns.map(({ name }) => name)])]),
    rows: (nodes) => lines(nodes.map((node) => columns.map((column) => cell(valueAt(node, column), column)))),
    end: () => Buffer.alloc(0),
    state: () => ({}),
  };
}

function cell(value: unknown, { type }: Column): string {
  if (value === null) return '';
  const text = asText(value);
  if (!Array.isArray(value) && HARMLESS.has(type)) return text;
  return /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}
