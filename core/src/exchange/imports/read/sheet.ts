import type { Readable } from 'node:stream';
import type { FileRow } from './rows.js';
import { serialDay } from './serial-dates.js';
import type { Workbook } from './workbook.js';
import { longer, parseXml, unescaped, type Tag } from './xml.js';

const MOST_COLUMNS = 1_000;
const MOST_ROWS = 1_048_576;

/** The rows of a sheet as they come. */
export function sheetRows(source: Readable, workbook: Omit<Workbook, 'part'>): AsyncGenerator<FileRow> {
  let rows: FileRow[] = [];
  let number = 0;
  let fields: string[] = [];
  let column = -1;
  let cell: Readonly<Record<string, string>> = {};
  let [value, inValue] = ['', false];
  const open = ({ name, attributes }: Tag): void => {
    if (name === 'row') [number, fields, column] = [rowNumber(attributes['r'] ?? number + 1, number), [], -1];
    if (name === 'c') [column, cell, value] = [attributes['r'] ? columnOf(attributes['r']) : column + 1, attributes, ''];
    inValue = name === 'v' || name === 't';
  };
  const close = (name: string): void => {
    inValue = false;
    if (name === 'c' && value !== '' && column < MOST_COLUMNS) {
      while (fields.length < column) fields.push('');
      fields[column] = shown(value, cell, workbook);
    }
    if (name === 'row') rows.push({ number, fields });
  };
  const text = (piece: string): void => {
    if (inValue) value = longer(value, piece);
  };
  return parseXml(source, { open, text, close }, () => {
    const taken = rows;
    rows = [];
    return taken;
  });
}

/** Rows come in their order. */
function rowNumber(given: string | number, before: number): number {
  const number = Number(given);
  if (!(Number.isInteger(number) && number > before && number <= MOST_ROWS)) throw new Error('it has rows that a spreadsheet cannot have');
  return number;
}

/** `C7` is in column 2, from 0 on. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function shown(value: string, { t: type = 'n', s: style = '0' }: Readonly<Record<string, string>>, { strings, dateStyles, since1904 }: Omit<Workbook, 'part'>): string {
  switch (type) {
    case 's':
      return strings[Number(value)] ?? '';
    case 'b':
      return value === '1' ? 'true' : 'false';
    case 'd':
      return value.slice(0, 10);
    case 'n': {
      const number = Number(value);
      if (dateStyles[Number(style)]) return serialDay(number, since1904) ?? value;
      return Number.isFinite(number) && Math.abs(number) < 1e21 ? String(number) : value;
    }
    default:
      return unescaped(value);
  }
}
