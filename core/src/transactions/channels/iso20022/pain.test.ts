import { describe, expect, it } from 'vitest';
import { UnreadableAnswer } from '../../payment-channel.js';
import { isIban } from './account-id.js';
import { inLatin } from './characters.js';
import { isoChannel } from './iso-channel.js';
import { keyOfMessage, messageId } from './message-id.js';
import { isoChannelSettings } from './settings.js';
import { readPain002 } from './pain-002.js';

const KEY = `${'0'.repeat(30)}ff-0012`;
const settings = isoChannelSettings.parse({ kind: 'iso20022', initiator: { name: 'Made-up Agency' }, debtor: { name: 'Made-up Agency', account: 'CH9300762011623852957' } });
const channel = isoChannel(settings);
const payment = { reference: 'a'.repeat(32), payeeName: 'Ama Mensah', account: '0240000001', institution: 'GHBANK', amount: '320.00', currency: 'GHS' };

const PAID_BY = settings.paidBy;
const report = (content: string, version = '10'): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}"><CstmrPmtStsRpt><GrpHdr><MsgId>R1</MsgId></GrpHdr>${content}</CstmrPmtStsRpt></Document>\n`);
const transaction = (reference: string, status: string, more = ''): string => `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts>${more}</TxInfAndSts>`;

describe('what goes out', () => {
  it('names a batch in 35 characters, from which its key is had again', () => {
    for (const key of [KEY, `${'f'.repeat(32)}-0001`, `${'0'.repeat(32)}-100000`]) {
      expect(messageId(key).length).toBeLessThanOrEqual(35);
      expect(keyOfMessage(messageId(key))).toBe(key);
    }
    expect(keyOfMessage('BANK-1')).toBeUndefined();
    expect(keyOfMessage(`${'Z'.repeat(25)}-0001`)).toBeUndefined();
  });

  it('says what cannot be paid before it is sent', () => {
    expect([{ ...payment, account: null }, { ...payment, account: '  ' }, { ...payment, account: '1'.repeat(35) }, { ...payment, payeeName: '  ' }, { ...payment, amount: '1'.repeat(19) }, payment]
      .map((each) => channel.cannotPay?.(each))).toEqual(['ACCOUNT_MISSING', 'ACCOUNT_MISSING', 'ACCOUNT_UNFIT', 'NAME_UNFIT', 'AMOUNT_UNFIT', undefined]);
    const latin = isoChannel({ ...settings, characters: 'latin' });
    expect([{ ...payment, payeeName: 'አበበ' }, { ...payment, payeeName: 'Ɛdɔ Kɔfi' }, { ...payment, account: '02#4' }].map((each) => latin.cannotPay?.(each))).toEqual(['NAME_UNFIT', undefined, 'ACCOUNT_UNFIT']);
  });

  it('writes names in the letters that every bank takes, where it is told to', () => {
    expect(inLatin('Ɛdɔ Kɔfi-Ñúñez & Søn, Straße №5 "x"')).toBe("Edo Kofi-Nunez . Son, Strasse No5 .x.");
  });

  it('knows IBANs by their check digits', () => {
    expect(['CH9300762011623852957', 'CH9300762011623852958', 'NL26VAYB8060476890', '0240000001'].map(isIban)).toEqual([true, false, true, false]);
  });
});

describe('what comes back', () => {
  it('is paid, returned, or under way, by single transactions', () => {
    const lines = transaction('R1', 'ACCC', '<OrgnlTxRef><Amt><InstdAmt Ccy="GHS">320.00</InstdAmt></Amt></OrgnlTxRef>') + transaction('R2', 'RJCT', '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></StsRsnInf>')
      + transaction('R3', 'ACSP') + transaction('R4', 'PDNG') + transaction('R5', 'ACSC') + transaction('R6', 'WHAT') + transaction('R7', 'RJCT');
    const answer = report(`<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId(KEY)}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId(KEY)}</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>${lines}</OrgnlPmtInfAndSts>`);
    expect(readPain002(answer, PAID_BY)).toMatchObject({
      lines: [
        { reference: 'R1', amount: '320.00', status: 'PAID', reason: null }, { reference: 'R2', amount: null, status: 'RETURNED', reason: 'AC04 Account closed' },
        { reference: 'R5', status: 'PAID' }, { reference: 'R7', status: 'RETURNED', reason: 'NOT_SAID' },
      ],
      batches: [], unreadable: [{ reference: 'R6', reason: 'STATUS_UNKNOWN' }],
    });
    expect(readPain002(answer, ['ACCC']).lines.map(({ reference }) => reference)).toEqual(['R1', 'R2', 'R7']);
  });

  it('may be said of a whole batch', () => {
    const group = report(`<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId(KEY)}</OrgnlMsgId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Prtry>DUPL</Prtry></Rsn></StsRsnInf></OrgnlGrpInfAndSts>`, '03');
    expect(readPain002(group, PAID_BY)).toMatchObject({ lines: [], batches: [{ key: KEY, status: 'RETURNED', reason: 'DUPL' }] });
    const information = report(`<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId(KEY)}</OrgnlMsgId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId(KEY)}</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf></OrgnlPmtInfAndSts>`, '14');
    expect(readPain002(information, PAID_BY)).toMatchObject({ batches: [{ key: KEY, status: 'RETURNED', reason: 'AM04' }] });
    expect(readPain002(report('<OrgnlGrpInfAndSts><OrgnlMsgId>OTHER</OrgnlMsgId><GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts>'), PAID_BY)).toMatchObject({ batches: [], unreadable: [{ reference: 'OTHER', reason: 'UNKNOWN_BATCH' }] });
    expect(readPain002(report(`<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId(KEY)}</OrgnlMsgId><GrpSts>ACSP</GrpSts></OrgnlGrpInfAndSts>`), PAID_BY)).toEqual({ lines: [], batches: [], unreadable: [] });
  });

  it('is read in the encoding that it says', () => {
    const text = report(`<OrgnlPmtInfAndSts>${transaction('R1', 'RJCT', '<StsRsnInf><AddtlInf>Fermé à Bâle</AddtlInf></StsRsnInf>')}</OrgnlPmtInfAndSts>`).toString();
    const said = (bytes: Buffer): string | null | undefined => readPain002(bytes, PAID_BY).lines[0]?.reason;
    expect([said(Buffer.from(text.replace('UTF-8', 'ISO-8859-1'), 'latin1')), said(Buffer.from(`\uFEFF${text}`)), said(Buffer.from(`\uFEFF${text.replace('UTF-8', 'UTF-16')}`, 'utf16le'))]).toEqual(Array.from({ length: 3 }, () => 'Fermé à Bâle'));
  });

  it.each([
    ['of another namespace', () => Buffer.from(report('').toString().replace('pain.002', 'pain.001'))],
    ['with a document type, however harmless', () => Buffer.from(report('').toString().replace('<Document', '<!DOCTYPE Document><Document'))],
    ['that would read a file', () => Buffer.from(report(transaction('&x;', 'ACCC')).toString().replace('<Document', '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document'))],
    ['that would laugh a billion times', () => Buffer.from(report(transaction('&b;', 'ACCC')).toString().replace('<Document', '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Document'))],
    ['with an entity of its own', () => report(transaction('&x;', 'ACCC'))],
    ['nested without end', () => report('<a>'.repeat(50) + '</a>'.repeat(50))],
    ['with a text without end', () => report(`<OrgnlPmtInfAndSts>${transaction('x'.repeat(100_001), 'ACCC')}</OrgnlPmtInfAndSts>`)],
    ['with two documents', () => Buffer.concat([report(''), report('')])],
    ['in an encoding that is none', () => Buffer.from(report('').toString().replace('UTF-8', 'NONE-8'))],
    ['in another encoding than it says', () => Buffer.from(report(`<OrgnlPmtInfAndSts>${transaction('é', 'ACCC')}</OrgnlPmtInfAndSts>`).toString(), 'latin1')],
  ])('is refused as a whole %s', (_what, bytes) => {
    expect(() => readPain002(bytes(), PAID_BY)).toThrow(UnreadableAnswer);
  });
});
