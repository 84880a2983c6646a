import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Decimal } from 'decimal.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelFaults, startTestPlatform, type BookedPayment, type TestPlatform } from '../../src/testing/index.js';
import type { Context } from '../../src/kernel/context.js';
import { configuredFileChannel } from '../../src/transactions/channels/files/configured-file.js';
import { fileChannelSettings } from '../../src/transactions/channels/files/settings.js';
import { isoChannel } from '../../src/transactions/channels/iso20022/iso-channel.js';
import { elementsOf, textAt, at } from '../../src/transactions/channels/iso20022/elements.js';
import { isoChannelSettings } from '../../src/transactions/channels/iso20022/settings.js';
import { readCsv } from '../../src/transactions/csv.js';
import { csvFileChannel } from '../../src/transactions/csv-file-channel.js';
import type { ChannelBatch, PaymentChannel } from '../../src/transactions/payment-channel.js';
import { answerOf, scriptedChannel } from '../../src/transactions/testing/scripted-channel.js';
import { schemaFaults, whyNoSchemas } from './testing/xml-schema.js';

let test: TestPlatform;
let ctx: Context;
beforeAll(async () => {
  test = await startTestPlatform({ workers: false });
  ctx = test.platform.context({ actor: test.platform.system() });
});
afterAll(() => test.stop());

const iso = (more: object = {}): PaymentChannel => isoChannel(isoChannelSettings.parse({
  kind: 'iso20022', initiator: { name: 'Made-up Agency', id: 'AGENCY1' }, debtor: { name: 'Made-up Agency & Söhne', account: 'CH9300762011623852957' }, remittance: 'Household grant <March>', ...more,
}));

/** What a file channel's bank has of a key, by the file that was written. */
const fileOf = (channel: PaymentChannel) => async (key: string): Promise<Buffer | undefined> => {
  const receipt = await channel.status(ctx, key);
  return receipt && readFile(receipt.receipt);
};

const csvBook = async (key: string): Promise<readonly BookedPayment[]> => {
  const rows = readCsv(String(await fileOf(csvFileChannel)(key) ?? '\n'))?.slice(1) ?? [];
  return rows.map(({ fields: [reference = '', , , amount = '', currency = ''] }) => ({ reference, amount, currency }));
};

const TRANSFER = 'Document/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf';
const isoBook = (channel: PaymentChannel) => async (key: string): Promise<readonly BookedPayment[]> => {
  const file = await fileOf(channel)(key);
  if (!file) return [];
  return [...elementsOf(file, new Set([TRANSFER]))].filter(({ path }) => path === TRANSFER).map(({ element }) => ({
    reference: textAt(element, 'PmtId', 'EndToEndId') ?? '', amount: textAt(element, 'Amt', 'InstdAmt') ?? '', currency: at(element, 'Amt', 'InstdAmt')?.attributes['Ccy'] ?? '',
  }));
};

const delimited = configuredFileChannel(fileChannelSettings.parse({
  kind: 'file', layout: 'delimited', delimiter: ';', encoding: 'utf-8', amounts: 'comma', headings: true, extension: 'rows',
  columns: (['reference', 'payee', 'amount', 'currency', 'account'] as const).map((field) => ({ field, heading: field })),
  answer: {
    columns: [{ field: 'literal', value: 'D' }, { field: 'reference' }, { field: 'amount' }, { field: 'status' }, { field: 'reason' }],
    trailer: [{ field: 'literal', value: 'T' }, { field: 'count' }, { field: 'total' }], statuses: { paid: ['1'], returned: ['2'] },
  },
}));
const rowsBook = async (key: string): Promise<readonly BookedPayment[]> => {
  const rows = readCsv(String(await fileOf(delimited)(key) ?? '\n'), { delimiter: ';' })?.slice(1) ?? [];
  return rows.map(({ fields: [reference = '', , amount = '', currency = ''] }) => ({ reference, amount: amount.replace(',', '.'), currency }));
};
const rowsAnswer = (lines: Parameters<typeof statusReport>[0]): Buffer => {
  const total = lines.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0)).toFixed();
  return Buffer.from([...lines.map(({ reference, amount, status, reason }) => `D;${reference};${amount.replace('.', ',')};${status === 'PAID' ? 1 : 2};${reason ?? ''}`), `T;${lines.length};${total.replace('.', ',')}`, ''].join('\n'));
};

function statusReport(lines: readonly { readonly reference: string; readonly amount: string; readonly currency: string; readonly status: string; readonly reason: string | null }[]): Buffer {
  const transactions = lines.map(({ reference, amount, currency, status, reason }) => `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status === 'PAID' ? 'ACCC' : 'RJCT'}</TxSts>${reason ? `<StsRsnInf><AddtlInf>${reason}</AddtlInf></StsRsnInf>` : ''}<OrgnlTxRef><Amt><InstdAmt Ccy="${currency}">${amount}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>`);
  return Buffer.from(`<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId></GrpHdr><OrgnlPmtInfAndSts>${transactions.join('')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`);
}

const csvAnswer = (lines: Parameters<typeof statusReport>[0]): Buffer => Buffer.from(answerOf(lines.map(({ reason, ...line }) => ({ ...line, ...(reason && { reason }) }))));

describe('the channel kit', () => {
  it.each([
    ['the CSV file', () => ({ channel: csvFileChannel, book: csvBook, answer: csvAnswer })],
    ['the file of ISO 20022', () => ({ channel: iso(), book: isoBook(iso()), answer: statusReport })],
    ['the file of ISO 20022 in Latin letters', () => ({ channel: iso({ characters: 'latin', version: 'pain.001.001.11' }), book: isoBook(iso()), answer: statusReport })],
    ['a delimited file', () => ({ channel: delimited, book: rowsBook, answer: rowsAnswer })],
  ])('finds nothing in %s', async (_name, under) => {
    expect(await channelFaults({ ctx, ...under() })).toEqual([]);
  });

  it('finds what breaks the promises', async () => {
    const careless = scriptedChannel();
    const taken: BookedPayment[] = [];
    const faults = await channelFaults({
      ctx, answer: csvAnswer, book: async () => taken,
      channel: {
        description: 'Keeps no promise',
        send: async (_ctx: Context, batch: ChannelBatch) => {
          taken.push(...batch.payments.map((payment) => ({ ...payment, amount: String(Number(payment.amount)) })));
          return { receipt: '' };
        },
        status: careless.status,
        parseAnswer: () => ({ lines: [], unreadable: [] }),
      },
    });
    expect(new Set(faults.map((fault) => fault.split(':')[0])).size).toBeGreaterThanOrEqual(6);
  });
});

const why = await whyNoSchemas();
describe.skipIf(why)(`files of ISO 20022${why ? ` (skipped: ${why})` : ''}`, () => {
  const NAMES = ['Ama Mensah', 'አበበ ቢቂላ', '"A", <B> & C;', `${'Long '.repeat(40)}Name`, 'فاطمة', 'x\u0001\uFFFEy', '𝒜'.repeat(200)];
  const batch = (currency: string, amounts: readonly string[]): ChannelBatch => ({
    run: 'CASH-1', number: 1, handedOn: '2026-02-28', payments: amounts.map((amount, n) => ({ reference: `${'c'.repeat(30)}${String(n).padStart(2, '0')}`, payeeName: NAMES[n % NAMES.length] ?? '', account: n % 2 ? 'CH93 0076 2011 6238 5295 7' : '0240000001', institution: 'GHBANK', amount, currency })),
  });
  it.each([
    ['pain.001.001.09', {}], ['pain.001.001.11', {}],
    ['pain.001.001.09', { characters: 'latin', batchBooking: true, chargeBearer: 'SHAR', serviceLevel: 'SEPA', categoryPurpose: 'PENS', daysAhead: 3, debtor: { name: 'A', account: '00123/4', bic: 'DABAIE2D' } }],
    ['pain.001.001.11', { debtor: { name: 'A', account: '1', clearingMember: '040404' }, initiator: { name: 'N' } }],
  ] as const)('are valid by %s %j', async (version, more) => {
    const channel = iso({ ...more, version });
    for (const [currency, amounts] of [['GHS', ['0.01', '320.00', '999999999999.99', '1.00', '2.00', '3.00', '4.00']], ['UGX', ['1', '25000']], ['TND', ['0.001', '48.500']]] as const) {
      const key = `${randomBytes(16).toString('hex')}-0001`;
      const { receipt } = await channel.send(ctx, batch(currency, amounts), key);
      const file = await readFile(receipt, 'utf8');
      expect(await schemaFaults(file, version)).toEqual([]);
      if (currency === 'GHS') expect(file).toContain('<NbOfTxs>7</NbOfTxs><CtrlSum>1000000000330.00</CtrlSum>');
    }
  });
});
