import { posix } from 'node:path';
import { Refused } from '../../../kernel/write/refusal.js';
import { importSheetUnknown } from '../refusals.js';
import { isDateFormatCode } from './serial-dates.js';
import { longer, readXml, unescaped } from './xml.js';
import type { Zip } from './zip.js';

/** What is needed to read a sheet. */
export interface Workbook {
  /** The sheet's part of the archive. */
  readonly part: string;
  readonly strings: readonly string[];
  /** By the number of a cell's style: whether it shows a date. */
  readonly dateStyles: readonly boolean[];
  readonly since1904: boolean;
}

/** Texts that many cells share are held in memory; there cannot be more of them than this, each of which takes some room itself. */
const MOST_CHARACTERS = 128_000_000;
const ROOM_OF_A_TEXT = 32;
const MOST_STYLES = 65_490;
const MOST_SHEETS = 10_000;
const SHEETS_TOLD = 20;
/** Of a sheet, as spreadsheets have it. */
const LONGEST_NAME = 31;

export async function readWorkbook(zip: Zip, wanted: string | null): Promise<Workbook> {
  const sheets: { readonly name: string; readonly relation: string }[] = [];
  let since1904 = false;
  await readXml(await zip.read('xl/workbook.xml'), {
    open: ({ name, attributes }) => {
      if (name === 'sheet' && sheets.length < MOST_SHEETS) sheets.push({ name: attributes['name'] ?? '', relation: attributes['r:id'] ?? attributes['relationships:id'] ?? '' });
      if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    },
  });
  const sheet = wanted === null ? sheets[0] : sheets.find(({ name }) => name === wanted);
  if (!sheet) throw new Refused([importSheetUnknown('sheet', { known: sheets.slice(0, SHEETS_TOLD).map(({ name }) => name.slice(0, LONGEST_NAME)).join(', ') })]);
  const targets = new Map<string, string>();
  await readXml(await zip.read('xl/_rels/workbook.xml.rels'), {
    open: ({ name, attributes }) => void (name === 'Relationship' && targets.size < 2 * MOST_SHEETS && targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '')),
  });
  const target = targets.get(sheet.relation) ?? '';
  const part = target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
  return { part, since1904, strings: await sharedStrings(zip), dateStyles: await dateStyles(zip) };
}

async function sharedStrings(zip: Zip): Promise<readonly string[]> {
  const strings: string[] = [];
  if (!zip.has('xl/sharedStrings.xml')) return strings;
  let [text, inText, phonetic, characters] = ['', false, false, 0];
  await readXml(await zip.read('xl/sharedStrings.xml'), {
    open: ({ name }) => {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic = true;
      inText = name === 't' && !phonetic;
    },
    text: (piece) => {
      if (inText) text = longer(text, piece);
    },
    close: (name) => {
      inText = false;
      if (name === 'rPh') phonetic = false;
      if (name !== 'si') return;
      strings.push(unescaped(text));
      characters += text.length + ROOM_OF_A_TEXT;
      if (characters > MOST_CHARACTERS) throw new Error('it holds too much text for a spreadsheet; save it as CSV');
    },
  });
  return strings;
}

async function dateStyles(zip: Zip): Promise<readonly boolean[]> {
  const custom = new Map<string, string>();
  const styles: boolean[] = [];
  let inCellXfs = false;
  if (!zip.has('xl/styles.xml')) return styles;
  await readXml(await zip.read('xl/styles.xml'), {
    open: ({ name, attributes }) => {
      if (name === 'numFmt' && custom.size < MOST_STYLES) custom.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCellXfs = true;
      if (name === 'xf' && inCellXfs && styles.length < MOST_STYLES) styles.push(isDateFormatCode(attributes['numFmtId'] ?? '0', custom.get(attributes['numFmtId'] ?? '')));
    },
    close: (name) => {
      if (name === 'cellXfs') inCellXfs = false;
    },
  });
  return styles;
}
