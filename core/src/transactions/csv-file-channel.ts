import { fileChannel } from './channels/file-channel.js';
import { textOf } from './channels/text-of.js';
import { csvLine, readCsv, type CsvRecord } from './csv.js';
import { UnreadableAnswer, type AnswerLine, type ChannelAnswer, type ChannelBatch, type PaymentChannel, type UnreadableLine } from './payment-channel.js';

const PAYMENT_COLUMNS = ['reference', 'payee', 'account', 'amount', 'currency'] as const;
const ANSWER_COLUMNS = ['reference', 'amount', 'status', 'reason'] as const;

/**
 * A file for a bank or agent that takes CSV. Whoever has no account is in it by name alone.
 *
 * Out: `<data folder>/payments/<run>/<key>.csv`, UTF-8, CR LF, header `reference,payee,account,amount,currency`, one payment
 * a line. A text that a spreadsheet would run as a formula has an apostrophe in front.
 *
 * In: CSV with the header `reference,amount,status,reason`, one payment a line; `status` is `PAID` or `RETURNED`, in capitals or not (then
 * `reason` says why), `amount` what was sent, with a point. Every line, the last one too, ends with a line break; an answer
 * whose last line doesn't is taken for cut off and refused. Payments that an answer doesn't name stay as they are.
 */
export const csvFileChannel: PaymentChannel = fileChannel({
  description: 'Writes a CSV file for each batch, and takes a CSV file back',
  extension: 'csv',
  paysWithoutAccount: true,
  write: paymentFile,
  parseAnswer,
});

function paymentFile({ payments }: ChannelBatch): Buffer {
  const lines = payments.map(({ reference, payeeName, account, amount, currency }) => csvLine([reference, payeeName, account ?? '', amount, currency]));
  return Buffer.from(csvLine(PAYMENT_COLUMNS) + lines.join(''));
}

function parseAnswer(answer: Buffer): ChannelAnswer {
  const records = readCsv(textOf(answer, 'utf-8'));
  if (!records) throw new UnreadableAnswer('The answer is cut off: its last line has no end.');
  const [header, ...rest] = records;
  if (header?.fields.map((name) => name.trim().toLowerCase()).join() !== ANSWER_COLUMNS.join()) {
    throw new UnreadableAnswer(`The answer does not begin with the header ${ANSWER_COLUMNS.join()}.`);
  }
  const read = rest.map(readLine);
  return { lines: read.filter((line): line is AnswerLine => 'status' in line), unreadable: read.filter((line): line is UnreadableLine => !('status' in line)) };
}

function readLine({ line, fields }: CsvRecord): AnswerLine | UnreadableLine {
  const [reference = '', amount = '', told = '', reason = ''] = fields.map((field) => field.trim());
  const status = told.toUpperCase();
  if (fields.length !== ANSWER_COLUMNS.length) return { line, reference, reason: 'WRONG_NUMBER_OF_FIELDS' };
  if (!/^\d{1,20}(\.\d{1,6})?$/.test(amount)) return { line, reference, reason: 'AMOUNT_UNREADABLE' };
  if (status !== 'PAID' && status !== 'RETURNED') return { line, reference, reason: 'STATUS_UNKNOWN' };
  return { line, reference, amount, status, reason: status === 'RETURNED' ? reason || 'NOT_SAID' : null };
}
