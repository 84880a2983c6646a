import { describe, expect, it } from 'vitest';
import { UnreadableAnswer, type ChannelBatch } from '../../payment-channel.js';
import { transactionsSettings } from '../../settings.js';
import { readAnswer } from './read-answer.js';
import { fileChannelSettings, type FileChannelSettings } from './settings.js';
import { cannotWrite, writeFile } from './write-file.js';

const of = (more: object): FileChannelSettings => fileChannelSettings.parse({ kind: 'file', ...more });
const payment = { reference: 'r'.repeat(32), payeeName: 'Ama Ñúñez', account: '0240000001', institution: 'GHBANK', amount: '320.00', currency: 'GHS' };
const batch: ChannelBatch = { run: 'CASH-1', number: 2, handedOn: '2026-03-01', payments: [payment, { ...payment, reference: 's'.repeat(32), payeeName: '=Kofi; "B"', amount: '0.50' }] };

const FIXED = of({
  layout: 'fixed', encoding: 'windows-1252', amounts: 'minor', dates: 'YYYYMMDD', characters: 'any',
  header: [{ field: 'literal', value: 'H', width: 1 }, { field: 'date', width: 8 }, { field: 'run', width: 10 }],
  columns: [{ field: 'literal', value: 'D', width: 1 }, { field: 'reference', width: 32 }, { field: 'payee', width: 6 }, { field: 'account', width: 12, align: 'right', pad: '0' }, { field: 'amount', width: 10, align: 'right', pad: '0' }],
  trailer: [{ field: 'literal', value: 'T', width: 1 }, { field: 'count', width: 6, align: 'right', pad: '0' }, { field: 'total', width: 12, align: 'right', pad: '0' }],
  answer: {
    columns: [{ field: 'literal', value: 'D', width: 1 }, { field: 'reference', width: 32 }, { field: 'amount', width: 10, align: 'right', pad: '0' }, { field: 'status', width: 2 }, { field: 'reason', width: 20 }],
    trailer: [{ field: 'literal', value: 'T', width: 1 }, { field: 'count', width: 6, align: 'right', pad: '0' }, { field: 'total', width: 12, align: 'right', pad: '0' }],
    statuses: { paid: ['00'], returned: ['51', '52'], underWay: ['99'] },
  },
});
const DELIMITED = of({
  layout: 'delimited', delimiter: ';', amounts: 'comma', headings: true, lineEnd: 'lf', characters: 'latin', dates: 'DD/MM/YYYY',
  columns: [{ field: 'date', heading: 'Day' }, { field: 'payee', heading: 'Name' }, { field: 'account', heading: 'Account' }, { field: 'amount', heading: 'Amount' }, { field: 'reference', heading: 'Ref' }],
  answer: { headings: true, columns: [{ field: 'reference', heading: 'Ref' }, { field: 'status', heading: 'State' }], statuses: { paid: ['OK'], returned: ['NO'] } },
});

describe('files in the form of a bank', () => {
  it('are written of fixed width, with totals', () => {
    expect(writeFile(batch, 'k', FIXED).toString('latin1')).toBe([
      'H20260301CASH-1    ', `D${'r'.repeat(32)}Ama Ñú0002400000010000032000`, `D${'s'.repeat(32)}=Kofi;0002400000010000000050`, 'T000002000000032050', '',
    ].join('\r\n'));
  });

  it('hold nothing that a spreadsheet would run', () => {
    const formulas = ['=Kofi', '+Kofi', '-Kofi', '@Kofi', '\uFF1DKofi', '\uFF20Kofi', '\t=Kofi', ' =Kofi'];
    const text = writeFile({ ...batch, payments: formulas.map((payeeName) => ({ ...payment, payeeName })) }, 'k', { ...DELIMITED, characters: 'any' }).toString();
    expect(text.split('\n').slice(1, -1).map((line) => line.split(';')[1])).toEqual(formulas.map((name) => `'${name.trim()}`));
  });

  it('are written delimited, with headings', () => {
    expect(writeFile(batch, 'k', DELIMITED).toString()).toBe([
      'Day;Name;Account;Amount;Ref', `01/03/2026;Ama Nunez;0240000001;320,00;${'r'.repeat(32)}`, `01/03/2026;.Kofi. .B.;0240000001;0,50;${'s'.repeat(32)}`, '',
    ].join('\n'));
  });

  it('say beforehand what they cannot pay', () => {
    const why = [{ ...payment, account: null }, { ...payment, account: '1'.repeat(13) }, { ...payment, account: 'አ' }, { ...payment, amount: '123456789.00' }, { ...payment, payeeName: 'አበበ' }, payment];
    expect(why.map((each) => cannotWrite(each, FIXED))).toEqual(['ACCOUNT_MISSING', 'ACCOUNT_UNFIT', 'ACCOUNT_UNFIT', 'AMOUNT_UNFIT', 'NAME_UNFIT', undefined]);
  });

  const line = (reference: string, amount: string, status: string, reason = ''): string => `D${reference.padEnd(32)}${amount.padStart(10, '0')}${status}${reason.padEnd(20)}`;
  const told = (lines: readonly string[], trailer: string): Buffer => Buffer.from([...lines, trailer, ''].join('\r\n'), 'latin1');
  const LINES = [line('r1', '32000', '00'), line('r2', '50', '51', 'Fermé'), line('r3', '1', '99'), line('r4', '2', 'XX'), line('r5', '0', '52').trimEnd()];

  it('are read of fixed width, as long as count and total are right', () => {
    expect(readAnswer(told(LINES, 'T000005000000032053'), FIXED)).toEqual({
      lines: [
        { line: 1, reference: 'r1', amount: '32000', inMinorUnits: true, status: 'PAID', reason: null },
        { line: 2, reference: 'r2', amount: '50', inMinorUnits: true, status: 'RETURNED', reason: 'Fermé' },
        { line: 5, reference: 'r5', amount: '0', inMinorUnits: true, status: 'RETURNED', reason: '52' },
      ],
      unreadable: [{ line: 4, reference: 'r4', reason: 'STATUS_UNKNOWN' }],
    });
    const wrong = [told(LINES, 'T000004000000032053'), told(LINES, 'T000005000000032054'), told(LINES.slice(1), 'T000005000000032053'), told(LINES, 'X000005000000032053'), told(LINES, '').subarray(0, -2), told(LINES, 'T000005000000032053').subarray(0, -2)];
    for (const bytes of wrong) expect(() => readAnswer(bytes, FIXED)).toThrow(UnreadableAnswer);
    expect(readAnswer(told([LINES[0]!.slice(0, 20)], 'T000001000000000000'), FIXED)).toMatchObject({ lines: [], unreadable: [{ reason: 'WRONG_NUMBER_OF_FIELDS' }] });
  });

  it('are read delimited; where no amount is said, the reference alone counts', () => {
    expect(readAnswer(Buffer.from('ref;STATE\nr1;OK\nr2;NO\n'), DELIMITED)).toMatchObject({ lines: [{ reference: 'r1', amount: null, status: 'PAID' }, { reference: 'r2', status: 'RETURNED', reason: 'NO' }] });
    for (const text of ['State;Ref\nOK;r1\n', 'Ref;State\nr1;OK', '', 'r1;OK\n']) expect(() => readAnswer(Buffer.from(text), DELIMITED)).toThrow(UnreadableAnswer);
  });

  it('are described by settings whose every mistake is told with its place', () => {
    const wrong = transactionsSettings.safeParse({ channels: { bank: {
      kind: 'file', layout: 'fixed', encoding: 'none', columns: [{ field: 'reference', width: 10 }, { field: 'literal' }, { field: 'payee', value: 'x', width: 3 }],
      answer: { headings: true, columns: [{ field: 'amount', width: 3 }], statuses: { paid: ['A'], returned: ['A'] } },
    }, Bad: { kind: 'iso20022' }, iso: { kind: 'iso20022', debtor: { bic: 'x' } } } });
    expect(wrong.error?.issues.map(({ path }) => path.join('.'))).toEqual(expect.arrayContaining([
      'channels.bank.encoding', 'channels.bank.columns.0.width', 'channels.bank.columns.1.value', 'channels.bank.columns.2.value',
      'channels.Bad', 'channels.iso.initiator', 'channels.iso.debtor.name', 'channels.iso.debtor.account', 'channels.iso.debtor.bic',
    ]));
    const form = fileChannelSettings.safeParse({ kind: 'file', layout: 'fixed', headings: true, columns: [{ field: 'reference' }], answer: { columns: [{ field: 'reference', width: 32 }], statuses: { paid: ['A'], returned: ['A'] } } });
    expect(form.error?.issues.map(({ path }) => path.join('.'))).toEqual(['columns.0.width', 'columns.0.heading', 'columns', 'answer.columns', 'answer.statuses']);
  });
});
