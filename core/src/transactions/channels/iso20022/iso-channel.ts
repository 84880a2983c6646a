import type { ChannelPayment, PaymentChannel } from '../../payment-channel.js';
import { fileChannel } from '../file-channel.js';
import { compact } from './account-id.js';
import { pain001, written } from './pain-001.js';
import { readPain002 } from './pain-002.js';
import type { IsoChannelSettings } from './settings.js';

/**
 * Files of ISO 20022 for a bank: a `pain.001` for each batch goes out, `pain.002` comes back. Each payment's reference is its
 * end-to-end id, each batch's key the id of its message, written in 35 characters.
 */
export function isoChannel(settings: IsoChannelSettings): PaymentChannel {
  return fileChannel({
    description: settings.description,
    extension: 'xml',
    accountKinds: ['BANK'],
    cannotPay: (payment) => cannotPay(payment, settings),
    write: (batch, key) => Buffer.from(pain001(batch, key, settings)),
    parseAnswer: (answer) => readPain002(answer, settings.paidBy),
  });
}

function cannotPay({ account, payeeName, amount }: ChannelPayment, { characters }: IsoChannelSettings): string | undefined {
  const number = compact(account ?? '');
  if (number === '') return 'ACCOUNT_MISSING';
  if (number.length > 34 || (characters === 'latin' && !/^[A-Za-z0-9/\-?:().,'+]+$/.test(number))) return 'ACCOUNT_UNFIT';
  if (!/[\p{L}\p{N}]/u.test(written(payeeName, characters, 140))) return 'NAME_UNFIT';
  return amount.replace('.', '').length > 18 ? 'AMOUNT_UNFIT' : undefined;
}
