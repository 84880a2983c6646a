import { stringify } from 'csv-stringify/sync';
import { UnreadableAnswer } from '../../payment-channel.js';
import { readCsv } from '../../csv.js';
import type { FileChannelSettings, FileColumn } from './settings.js';

type Layout = Pick<FileChannelSettings, 'layout' | 'delimiter' | 'lineEnd'>;

/** What a file has on a line, column by column. */
export interface FileRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** One line of a file; what is longer than its column's width is cut. */
export function lineOf({ layout, delimiter, lineEnd }: Layout, columns: readonly FileColumn[], values: readonly string[]): string {
  const end = lineEnd === 'crlf' ? '\r\n' : '\n';
  const flat = values.map((value) => value.replace(/[\r\n]+/g, ' '));
  if (layout === 'delimited') return stringify([flat], { delimiter, record_delimiter: end });
  return columns.map(({ width = 0, align, pad }, index) => {
    const text = [...(flat[index] ?? '')].slice(0, width).join('');
    const fill = pad.repeat(width - [...text].length);
    return align === 'left' ? text + fill : fill + text;
  }).join('') + end;
}

/**
 * The lines of a file, apart by their columns: `columnsOf` says which a line has, by what it begins with.
 *
 * @throws UnreadableAnswer where its last line has no end
 */
export function recordsOf({ layout, delimiter }: Layout, text: string, columnsOf: (line: string, index: number, last: boolean) => readonly FileColumn[]): readonly FileRecord[] {
  if (layout === 'delimited') return readCsv(text, { delimiter }) ?? cutOff();
  if (!text.endsWith('\n')) cutOff();
  const lines = text.replace(/^\uFEFF/, '').split('\n').slice(0, -1).map((line, index) => ({ text: line.replace(/\r$/, ''), line: index + 1 })).filter((line) => line.text.trim() !== '');
  return lines.map((each, index) => ({ line: each.line, fields: apart(each.text, columnsOf(each.text, index, index === lines.length - 1)) }));
}

function cutOff(): never {
  throw new UnreadableAnswer('The answer is cut off: its last line has no end.');
}

function apart(line: string, columns: readonly FileColumn[]): readonly string[] {
  const letters = [...line];
  let from = 0;
  const fields = columns.map(({ width = 0, align, pad }) => {
    const field = letters.slice(from, (from += width)).join('');
    return align === 'left' ? trimmed(field, pad, 'end') : trimmed(field, pad, 'start');
  });
  // Blanks at the end of a line are often lost.
  const whole = letters.length >= from - (columns.at(-1)?.width ?? 0) && letters.slice(from).join('').trim() === '';
  return whole ? fields : [];
}

/** A number that is filled with zeros keeps one where nothing else is there. */
function trimmed(field: string, pad: string, side: 'start' | 'end'): string {
  let text = field;
  while (text.length > (pad === '0' ? 1 : 0) && (side === 'end' ? text.endsWith(pad) : text.startsWith(pad))) text = side === 'end' ? text.slice(0, -1) : text.slice(1);
  return text;
}
