import { Decimal } from 'decimal.js';
import iconv from 'iconv-lite';
import type { ChannelBatch, ChannelPayment } from '../../payment-channel.js';
import { fitting, inLatin } from '../iso20022/characters.js';
import { amountIn } from './amounts.js';
import { lineOf } from './records.js';
import type { FileChannelSettings, FileColumn } from './settings.js';

const Exact = Decimal.clone({ precision: 100 });

/** The file of a batch in the form that the settings describe. */
export function writeFile(batch: ChannelBatch, key: string, settings: FileChannelSettings): Buffer {
  const { columns, header, trailer, headings } = settings;
  const about = aboutBatch(batch, key, settings);
  const edge = (list: readonly FileColumn[] | undefined): string => (list ? lineOf(settings, list, list.map(({ field, value }) => value ?? about[field] ?? '')) : '');
  const lines = batch.payments.map((payment) => {
    const said = ofPayment(payment, settings);
    return lineOf(settings, columns, columns.map(({ field, value }) => value ?? said[field] ?? about[field] ?? ''));
  });
  const names = headings ? lineOf(settings, columns, columns.map(({ heading = '' }) => heading)) : '';
  return iconv.encode(names + edge(header) + lines.join('') + edge(trailer), settings.encoding);
}

function aboutBatch({ payments, run, number, handedOn }: ChannelBatch, key: string, { amounts, dates }: FileChannelSettings): Readonly<Record<string, string>> {
  const digits = Math.max(0, ...payments.map(({ amount }) => amount.split('.')[1]?.length ?? 0));
  const total = payments.reduce((sum, { amount }) => sum.plus(amount), new Exact(0)).toFixed(digits);
  const [year = '', month = '', day = ''] = handedOn.split('-');
  return {
    run, key, batch: String(number), count: String(payments.length), total: amountIn(total, amounts), currency: payments[0]?.currency ?? '',
    date: dates.replace('YYYY', year).replace('MM', month).replace('DD', day),
  };
}

function ofPayment({ reference, payeeName, account, amount, currency }: ChannelPayment, settings: FileChannelSettings): Readonly<Record<string, string>> {
  return { reference, payee: nameIn(payeeName, settings), account: account ?? '', amount: amountIn(amount, settings.amounts), currency };
}

/** A name as the file can write it. What a spreadsheet would run as a formula gets an apostrophe in front. */
export function nameIn(name: string, { characters, layout, encoding }: Pick<FileChannelSettings, 'characters' | 'layout' | 'encoding'>): string {
  const written = fitting(characters === 'latin' ? inLatin(name) : name, 1000);
  const kept = iconv.decode(iconv.encode(written, encoding), encoding);
  return layout === 'delimited' && /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(kept) ? `'${kept}` : kept;
}

/** Why a file of this form cannot pay a payment. */
export function cannotWrite({ account, payeeName, amount }: ChannelPayment, settings: FileChannelSettings): string | undefined {
  const { columns, encoding, amounts } = settings;
  const fits = (field: string, text: string): boolean => columns.every((column) => column.field !== field || ([...text].length <= (column.width ?? Infinity) && iconv.decode(iconv.encode(text, encoding), encoding) === text && !/[\r\n]/.test(text)));
  if (columns.some(({ field }) => field === 'account') && !account?.trim()) return 'ACCOUNT_MISSING';
  if (!fits('account', account ?? '')) return 'ACCOUNT_UNFIT';
  if (!fits('amount', amountIn(amount, amounts))) return 'AMOUNT_UNFIT';
  return columns.some(({ field }) => field === 'payee') && !/[\p{L}\p{N}]/u.test(nameIn(payeeName, settings)) ? 'NAME_UNFIT' : undefined;
}
