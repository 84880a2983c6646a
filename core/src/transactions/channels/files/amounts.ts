import type { FileChannelSettings } from './settings.js';

/** An exact amount as the file writes it. */
export function amountIn(amount: string, form: FileChannelSettings['amounts']): string {
  if (form === 'minor') return amount.replace('.', '').replace(/^0+(?=\d)/, '');
  return form === 'comma' ? amount.replace('.', ',') : amount;
}

/** An amount that the file writes, exact and with a point; of those in smallest units, the digits alone. `undefined` where it is none. */
export function amountFrom(text: string, form: FileChannelSettings['amounts']): string | undefined {
  const wanted = form === 'minor' ? /^\d{1,20}$/ : form === 'comma' ? /^\d{1,20}(,\d{1,6})?$/ : /^\d{1,20}(\.\d{1,6})?$/;
  return wanted.test(text) ? text.replace(',', '.') : undefined;
}
