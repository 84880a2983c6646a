/** Spreadsheets take a field that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** One line of RFC 4180 CSV, ended by CR LF. A field that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

function csvField(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A record of a CSV text and the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads RFC 4180 CSV; LF and a byte order mark are borne, empty lines passed over.
 *
 * @returns `undefined` where the text is cut off: a last line without an end, or a quotation that is never closed
 */
export function readCsv(text: string): readonly CsvRecord[] | undefined {
  const body = text.replace(/^\uFEFF/, '');
  if (!body.endsWith('\n')) return undefined;
  const records: CsvRecord[] = [];
  const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/y;
  let fields: string[] = [];
  let line = 1;
  let begins = 1;
  while (token.lastIndex < body.length) {
    const match = token.exec(body);
    if (!match) return undefined;
    const [whole, quoted, plain, end] = match;
    fields.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (fields.some((field) => field !== '')) records.push({ line: begins, fields });
    fields = [];
    begins = line;
  }
  return fields.length === 0 ? records : undefined;
}
