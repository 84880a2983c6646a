import { Decimal } from 'decimal.js';
import { UnreadableAnswer, type AnswerLine, type ChannelAnswer, type UnreadableLine } from '../../payment-channel.js';
import { textOf } from '../text-of.js';
import { amountFrom } from './amounts.js';
import { recordsOf, type FileRecord } from './records.js';
import type { FileChannelSettings, FileColumn } from './settings.js';

const Exact = Decimal.clone({ precision: 100 });

/**
 * Reads an answer in the form that the settings describe. Literals, the count and the total of its header and trailer have to be
 * right: what they do not fit is cut off, of somebody else, or was changed.
 *
 * @throws UnreadableAnswer
 */
export function readAnswer(bytes: Buffer, settings: FileChannelSettings): ChannelAnswer {
  const { columns, header, trailer, headings } = settings.answer;
  const before = (headings ? 1 : 0) + (header ? 1 : 0);
  const records = recordsOf(settings, textOf(bytes, settings.encoding), (_line, index, last) => (header && index === before - 1 ? header : trailer && last ? trailer : columns));
  if (records.length < before + (trailer ? 1 : 0)) throw new UnreadableAnswer('The answer is cut off, or of another kind.');
  if (headings) checkHeadings(records[0], columns);
  const lines = records.slice(before, trailer ? -1 : undefined);
  const read = lines.map((record) => readLine(record, settings));
  checkEdge(header, records[before - 1], { settings, lines });
  checkEdge(trailer, records.at(-1), { settings, lines });
  if (!headings && !header && !trailer && (lines.length === 0 || read.every((each) => each !== undefined && !('status' in each)))) throw new UnreadableAnswer('Not one line of the answer can be read.');
  const known = read.filter((each) => each !== undefined);
  return { lines: known.filter((each): each is AnswerLine => 'status' in each), unreadable: known.filter((each): each is UnreadableLine => !('status' in each)) };
}

function checkHeadings(record: FileRecord | undefined, columns: readonly FileColumn[]): void {
  const wanted = columns.map(({ heading = '' }) => heading.toLowerCase());
  if (record?.fields.map((name) => name.trim().toLowerCase()).join('\n') !== wanted.join('\n')) throw new UnreadableAnswer(`The answer does not begin with the headings ${wanted.join(', ')}.`);
}

function valueOf(columns: readonly FileColumn[], fields: readonly string[], field: string): string | undefined {
  const index = columns.findIndex((column) => column.field === field);
  return index < 0 ? undefined : (fields[index] ?? '').trim();
}

const literalsHold = (columns: readonly FileColumn[], fields: readonly string[]): boolean =>
  fields.length === columns.length && columns.every(({ field, value = '' }, index) => field !== 'literal' || (fields[index] ?? '').trim() === value.trim());

function checkEdge(columns: readonly FileColumn[] | undefined, record: FileRecord | undefined, { settings, lines }: { readonly settings: FileChannelSettings; readonly lines: readonly FileRecord[] }): void {
  if (!columns) return;
  if (!record || !literalsHold(columns, record.fields)) throw new UnreadableAnswer('The answer is cut off, or of another kind: its header or trailer is not there.');
  const count = valueOf(columns, record.fields, 'count');
  if (count !== undefined && Number(count) !== lines.length) throw new UnreadableAnswer(`The answer says that it has ${count} lines; ${lines.length} came.`);
  const told = valueOf(columns, record.fields, 'total');
  if (told === undefined) return;
  const total = amountFrom(told, settings.amounts);
  const sum = lines.reduce((so, { fields }) => so.plus(amountFrom(valueOf(settings.answer.columns, fields, 'amount') ?? '', settings.amounts) ?? 0), new Exact(0));
  if (total === undefined || !sum.equals(total)) throw new UnreadableAnswer(`The answer says that its lines sum to ${told}; they sum to ${sum.toFixed()}.`);
}

function readLine({ line, fields }: FileRecord, { answer: { columns, statuses }, amounts }: FileChannelSettings): AnswerLine | UnreadableLine | undefined {
  const reference = valueOf(columns, fields, 'reference') ?? '';
  if (!literalsHold(columns, fields)) return { line, reference, reason: 'WRONG_NUMBER_OF_FIELDS' };
  const status = valueOf(columns, fields, 'status') ?? '';
  const said = valueOf(columns, fields, 'amount');
  const amount = said === undefined ? null : amountFrom(said, amounts);
  if (amount === undefined) return { line, reference, reason: 'AMOUNT_UNREADABLE' };
  if (statuses.underWay.includes(status)) return undefined;
  const whole = { line, reference, amount, ...(amounts === 'minor' && { inMinorUnits: true }) };
  if (statuses.paid.includes(status)) return { ...whole, status: 'PAID', reason: null };
  if (statuses.returned.includes(status)) return { ...whole, status: 'RETURNED', reason: valueOf(columns, fields, 'reason') || status };
  return { line, reference, reason: 'STATUS_UNKNOWN' };
}
