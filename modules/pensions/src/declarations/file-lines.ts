import { readCsv, refuse, type CsvRecord } from '@kinga/plugin-sdk';
import { fileCut, fileHeader } from './refusals.js';
import type { GivenLine } from './store-lines.js';

const COLUMNS = ['member_number', 'earnings', 'days', 'category', 'declared_amount'] as const;
const NEEDED: readonly string[] = ['member_number', 'earnings'];
const AMOUNT = /^-?\d{1,20}(\.\d{1,10})?$/;

/** The lines of a CSV file, with the number of each in it. A field that cannot be read makes its line one that is rejected, with what stands there. */
export function fileLines(text: string): readonly GivenLine[] {
  const [header, ...records] = readCsv(text, { delimiter: likelyDelimiter(text) }) ?? refuse(fileCut('fileId'));
  const at = new Map((header?.fields ?? []).map((name, index) => [name.trim().toLowerCase(), index]));
  const missing = NEEDED.filter((name) => !at.has(name));
  if (missing.length > 0) refuse(fileHeader('fileId', { missing: missing.join(', ') }));
  return records.map((record) => lineOf(record, (name) => (record.fields[at.get(name) ?? -1] ?? '').trim()));
}

function lineOf({ line, fields }: CsvRecord, of: (name: (typeof COLUMNS)[number]) => string): GivenLine {
  const [earnings, days, declared] = [of('earnings'), of('days'), of('declared_amount')];
  const readable = (earnings === '' || AMOUNT.test(earnings)) && (days === '' || /^\d{1,4}$/.test(days)) && (declared === '' || AMOUNT.test(declared));
  return {
    number: line, memberNumber: of('member_number').toUpperCase().slice(0, 60) || null, category: of('category').toUpperCase().slice(0, 100) || 'EMPLOYEE',
    ...(readable ? { earnings: earnings || null, days: days === '' ? null : Number(days), declaredAmount: declared || null } : { given: fields.join(';').slice(0, 200) }),
  };
}

function likelyDelimiter(text: string): string {
  const head = text.slice(0, text.indexOf('\n') + 1);
  return [',', ';', '\t'].reduce((best, each) => (head.split(each).length > head.split(best).length ? each : best));
}
