import { stringify } from 'csv-stringify/sync';
import { xlsxWriter } from '../exchange/exports/xlsx.js';
import type { Asked, IndicatorCell } from './read-indicator.js';

const columnsOf = ({ by }: Asked): readonly string[] => [...by.map((each) => each.toLowerCase()), 'currency', 'value', 'count'];

function rowsOf(cells: readonly IndicatorCell[], { by }: Asked): readonly Readonly<Record<string, unknown>>[] {
  return cells.map(({ keys, currency, value, count }) => ({ ...Object.fromEntries(by.map((each, at) => [each.toLowerCase(), keys[at] ?? null])), currency, value, count }));
}

/** RFC 4180 with a header. A text that a spreadsheet would run as a formula has an apostrophe in front. */
export function asCsv(cells: readonly IndicatorCell[], asked: Asked): Buffer {
  const columns = columnsOf(asked);
  return Buffer.from(stringify([columns, ...rowsOf(cells, asked).map((row) => columns.map((column) => row[column]))], { record_delimiter: '\r\n', escape_formulas: true }));
}

/** A workbook with one sheet. */
export function asXlsx(cells: readonly IndicatorCell[], asked: Asked): Buffer {
  const types: Readonly<Record<string, string>> = { value: 'Decimal', count: 'Int' };
  const writer = xlsxWriter(columnsOf(asked).map((column) => ({ name: column, path: [column], type: types[column] ?? 'String' })));
  return Buffer.concat([writer.begin(), writer.rows(rowsOf(cells, asked)), writer.end()]);
}
