import { refuse } from '../../kernel/write/refusal.js';
import type { Column } from './read-query.js';
import { cellTooLong } from './refusals.js';
import { asText } from './table-writer.js';

const LONGEST_TEXT = 32_767;
const DAY_MS = 86_400_000;
/** Day 0 of a workbook's calendar, which believes in a 29 February 1900: right from 1 March 1900 on. */
const DAY_0 = Date.UTC(1899, 11, 30);
const FIRST_RIGHT = Date.UTC(1900, 2, 1);

/** Styles by their place in `styles.xml`. */
const STYLE = { day: 1, instant: 2, heading: 3 } as const;

/** `A`, `B` … `Z`, `AA` … */
export function columnLetters(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : columnLetters(Math.floor(index / 26) - 1) + columnLetters(index % 26);
}

/** A cell as XML; empty where there is no value. */
export function cellXml(value: unknown, column: Column, at: string, row: number): string {
  if (value === null) return '';
  if (Array.isArray(value)) return textCell(asText(value), column, at, row);
  switch (column.type) {
    case 'Int':
    case 'Float':
      return `<c r="${at}"><v>${String(value)}</v></c>`;
    case 'Boolean':
      return `<c r="${at}" t="b"><v>${value === true ? 1 : 0}</v></c>`;
    case 'Decimal':
      return isExact(String(value)) ? `<c r="${at}"><v>${String(value)}</v></c>` : textCell(String(value), column, at, row);
    case 'LocalDate':
    case 'DateTime':
      return dayCell(String(value), column, at, row);
    default:
      return textCell(asText(value), column, at, row);
  }
}

export function headingXml(text: string, at: string): string {
  return `<c r="${at}" s="${STYLE.heading}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
}

/** A workbook's numbers are binary with 15 digits; a decimal of no more digits comes back as it was. */
function isExact(decimal: string): boolean {
  return decimal.replace(/^-/, '').replace('.', '').replace(/^0+/, '').length <= 15;
}

function dayCell(text: string, column: Column, at: string, row: number): string {
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || instant < FIRST_RIGHT) return textCell(text, column, at, row);
  const [days, style] = column.type === 'LocalDate' ? [String((instant - DAY_0) / DAY_MS), STYLE.day] : [((instant - DAY_0) / DAY_MS).toFixed(9), STYLE.instant];
  return `<c r="${at}" s="${style}"><v>${days}</v></c>`;
}

function textCell(text: string, { name }: Column, at: string, row: number): string {
  if (text.length > LONGEST_TEXT) refuse(cellTooLong('query', { column: name, row, length: text.length }));
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** ECMA-376, part 1, 22.9.2.19: what XML cannot hold is `_xHHHH_`, and what looks like that already is told apart. */
function escaped(text: string): string {
  return text.toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[^\t\n\u0020-\uFFFD]/g, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '');
}
