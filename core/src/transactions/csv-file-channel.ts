import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../kernel/context.js';
import { csvLine, readCsv, type CsvRecord } from './csv.js';
import { UnreadableAnswer, type AnswerLine, type ChannelAnswer, type ChannelBatch, type PaymentChannel, type UnreadableLine } from './payment-channel.js';

const PAYMENT_COLUMNS = ['reference', 'payee', 'account', 'amount', 'currency'] as const;
const ANSWER_COLUMNS = ['reference', 'amount', 'status', 'reason'] as const;

/**
 * A file for a bank or agent that takes CSV.
 *
 * Out: `<data folder>/payments/<run>/<key>.csv`, UTF-8, CR LF, header `reference,payee,account,amount,currency`, one payment
 * a line. It appears whole or not at all, and is never written anew: the same key with other content is a fault. A text that
 * a spreadsheet would run as a formula has an apostrophe in front.
 *
 * In: CSV with the header `reference,amount,status,reason`, one payment a line; `status` is `PAID` or `RETURNED` (then
 * `reason` says why), `amount` what was sent, with a point. Every line, the last one too, ends with a line break; an answer
 * whose last line doesn't is taken for cut off and refused. Payments that an answer doesn't name stay as they are.
 */
export const csvFileChannel: PaymentChannel = {
  description: 'Writes a CSV file for each batch, and takes a CSV file back',
  async send(ctx, batch, key) {
    const path = pathOf(ctx, key);
    const content = paymentFile(batch);
    const existing = await readIfThere(path);
    if (existing === undefined) await writeWhole(path, content);
    else if (existing !== content) throw new Error(`${path} holds other payments than those of batch ${key}; nothing was written`);
    return { receipt: path };
  },
  async status(ctx, key) {
    const path = pathOf(ctx, key);
    return (await readIfThere(path)) === undefined ? undefined : { receipt: path };
  },
  parseAnswer,
};

/** A batch's key begins with its run. */
function pathOf(ctx: Context, key: string): string {
  const match = /^([0-9a-f]{32})-\d+$/.exec(key);
  if (!match?.[1]) throw new Error(`"${key}" is not the key of a batch`);
  return join(ctx.platform.dataDir, 'payments', match[1], `${key}.csv`);
}

function paymentFile({ payments }: ChannelBatch): string {
  const lines = payments.map(({ reference, payeeName, account, amount, currency }) => csvLine([reference, payeeName, account ?? '', amount, currency]));
  return csvLine(PAYMENT_COLUMNS) + lines.join('');
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** The file's content is on the disk before its name is, and the name before this ends. */
async function writeWhole(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomUUID()}.unfinished`;
  try {
    await synced(unfinished, 'wx', (file) => file.writeFile(content));
    await rename(unfinished, path);
    await synced(dirname(path), 'r', async () => undefined);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function synced(path: string, flags: string, work: (file: Awaited<ReturnType<typeof open>>) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

function parseAnswer(text: string): ChannelAnswer {
  const records = readCsv(text);
  if (!records) throw new UnreadableAnswer('The answer is cut off: its last line has no end.');
  const [header, ...rest] = records;
  if (header?.fields.map((name) => name.trim().toLowerCase()).join() !== ANSWER_COLUMNS.join()) {
    throw new UnreadableAnswer(`The answer does not begin with the header ${ANSWER_COLUMNS.join()}.`);
  }
  const read = rest.map(readLine);
  return { lines: read.filter((line): line is AnswerLine => 'status' in line), unreadable: read.filter((line): line is UnreadableLine => !('status' in line)) };
}

function readLine({ line, fields }: CsvRecord): AnswerLine | UnreadableLine {
  const [reference = '', amount = '', status = '', reason = ''] = fields.map((field) => field.trim());
  if (fields.length !== ANSWER_COLUMNS.length) return { line, reference, reason: 'WRONG_NUMBER_OF_FIELDS' };
  if (!/^\d{1,20}(\.\d{1,6})?$/.test(amount)) return { line, reference, reason: 'AMOUNT_UNREADABLE' };
  if (status !== 'PAID' && status !== 'RETURNED') return { line, reference, reason: 'STATUS_UNKNOWN' };
  return { line, reference, amount, status, reason: status === 'RETURNED' ? reason || 'NOT_SAID' : null };
}
