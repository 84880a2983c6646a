import { Decimal } from 'decimal.js';
import type { ChannelBatch, ChannelPayment } from '../../payment-channel.js';
import { compact, isIban } from './account-id.js';
import { fitting, inLatin } from './characters.js';
import { messageId } from './message-id.js';
import type { IsoChannelSettings } from './settings.js';

/** More digits than a sum may have, so that none is rounded. */
const Exact = Decimal.clone({ precision: 100 });

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
const text = (name: string, content: string): string => element(name, escaped(content));

/** A `CustomerCreditTransferInitiation` with one payment information: the batch. */
export function pain001(batch: ChannelBatch, key: string, settings: IsoChannelSettings): string {
  const id = messageId(key);
  const sums = text('NbOfTxs', String(batch.payments.length)) + text('CtrlSum', sumOf(batch.payments));
  const header = element('GrpHdr', text('MsgId', id) + text('CreDtTm', `${batch.handedOn}T00:00:00`) + sums + element('InitgPty', initiator(settings)));
  const information = text('PmtInfId', id) + text('PmtMtd', 'TRF') + text('BtchBookg', String(settings.batchBooking)) + sums + typeOf(settings)
    + element('ReqdExctnDt', text('Dt', daysAfter(batch.handedOn, settings.daysAhead))) + debtor(batch, settings) + text('ChrgBr', settings.chargeBearer);
  const transfers = batch.payments.map((payment) => `${element('CdtTrfTxInf', transfer(payment, settings))}\n`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${settings.version}"><CstmrCdtTrfInitn>${header}\n<PmtInf>${information}\n${transfers}</PmtInf></CstmrCdtTrfInitn></Document>\n`;
}

function sumOf(payments: readonly ChannelPayment[]): string {
  const digits = Math.max(0, ...payments.map(({ amount }) => amount.split('.')[1]?.length ?? 0));
  return payments.reduce((sum, { amount }) => sum.plus(amount), new Exact(0)).toFixed(digits);
}

function initiator({ initiator: { name, id }, characters }: IsoChannelSettings): string {
  return text('Nm', written(name, characters, 140)) + (id ? element('Id', element('OrgId', element('Othr', text('Id', id)))) : '');
}

function typeOf({ serviceLevel, categoryPurpose }: IsoChannelSettings): string {
  return element('PmtTpInf', (serviceLevel ? element('SvcLvl', text('Cd', serviceLevel)) : '') + element('CtgyPurp', text('Cd', categoryPurpose)));
}

function debtor({ payments }: ChannelBatch, { debtor: { name, account, bic, clearingMember }, characters }: IsoChannelSettings): string {
  const agent = bic ? text('BICFI', bic) : clearingMember ? element('ClrSysMmbId', text('MmbId', clearingMember)) : element('Othr', text('Id', 'NOTPROVIDED'));
  const currency = payments[0] ? text('Ccy', payments[0].currency) : '';
  return element('Dbtr', text('Nm', written(name, characters, 140))) + element('DbtrAcct', element('Id', accountId(account)) + currency) + element('DbtrAgt', element('FinInstnId', agent));
}

function transfer({ reference, payeeName, account, amount, currency }: ChannelPayment, { characters, remittance }: IsoChannelSettings): string {
  return element('PmtId', text('InstrId', reference) + text('EndToEndId', reference))
    + element('Amt', `<InstdAmt Ccy="${escaped(currency)}">${escaped(amount)}</InstdAmt>`)
    + element('Cdtr', text('Nm', written(payeeName, characters, 140)))
    + element('CdtrAcct', element('Id', accountId(account ?? '')))
    + (remittance ? element('RmtInf', text('Ustrd', written(remittance, characters, 140))) : '');
}

function accountId(account: string): string {
  const number = compact(account);
  return isIban(number) ? text('IBAN', number) : element('Othr', text('Id', number));
}

/** A name as the bank takes it. */
export function written(name: string, characters: IsoChannelSettings['characters'], length: number): string {
  return fitting(characters === 'latin' ? inLatin(name) : name, length);
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
