import { stringify } from 'csv-stringify/sync';
import { encodeId } from '../../../kernel/schema/ids.js';
import { FIGURES } from '../figures.js';
import { caseloads, type ToldReport } from '../read-report.js';

/** Names of columns and of fields: as in the API. */
const apiName = (column: string): string => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const COLUMNS = ['breakdown', 'key', 'label', 'caseloadBefore', 'caseloadAfter', ...FIGURES.map(apiName)];

function rowsOf({ groups }: ToldReport): readonly Readonly<Record<string, string | number | null>>[] {
  return groups.map((group) => {
    const { before, after } = caseloads(group);
    return { breakdown: group.breakdown, key: group.key, label: group.label, caseloadBefore: before, caseloadAfter: after, ...Object.fromEntries(FIGURES.map((figure) => [apiName(figure), group[figure]])) };
  });
}

/** RFC 4180 with a header. A text that a spreadsheet would run as a formula has an apostrophe in front. */
export function asCsv(report: ToldReport): string {
  return stringify([COLUMNS, ...rowsOf(report).map((row) => COLUMNS.map((column) => row[column]))], { record_delimiter: '\r\n', escape_formulas: true });
}

export function asJson(report: ToldReport): string {
  const { groups: _groups, id, ...about } = report;
  return `${JSON.stringify({ id: encodeId('simulation', id), ...about, rows: rowsOf(report) }, null, 2)}\n`;
}
