import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** One line of RFC 4180 CSV, ended by CR LF. A field that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvLine(fields: readonly string[]): string {
  return stringify([[...fields]], { record_delimiter: '\r\n', escape_formulas: true });
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
export function readCsv(text: string, { delimiter = ',' }: { readonly delimiter?: string } = {}): readonly CsvRecord[] | undefined {
  if (!text.endsWith('\n')) return undefined;
  try {
    return parse(text, {
      delimiter, bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n'],
      on_record: (fields: readonly string[], { lines }) => (fields.some((field) => field !== '') ? { line: lines - fields.reduce((sum, field) => sum + endsIn(field), 0), fields } : null) as never,
    }) as unknown as readonly CsvRecord[];
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** How many lines end within a field. */
function endsIn(field: string): number {
  let ends = 0;
  for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) ends += 1;
  return ends;
}
