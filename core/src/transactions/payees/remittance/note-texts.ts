import type { Context } from '../../../kernel/context.js';
import { DeductionKind } from '../deductions/withholding-order.js';

/** What a remittance note says, in words; `{…}` is filled in. */
export const NOTE_TEXTS = {
  TITLE: 'Remittance note {number}',
  RUN: '{programme}, payment run {run}',
  PAYEE: 'For {payee}',
  RECEIVER: 'For {payee}, received by {receiver}',
  PERIOD: '{from} to {to}: {amount}',
  KEPT_BACK: 'Kept back for an overpayment: -{amount}',
  WITHHELD: '{kind}, to {organisation}, {reference}: -{amount}',
  WITHHELD_FROM: 'an organisation',
  INTO: 'Paid into {institution} {account}: {amount}',
  BY_NAME: 'Paid by name: {amount}',
  NOT_PAID: 'Not paid, it came back or was given up: {amount}',
  TOTAL: 'Paid in all: {amount}',
  [DeductionKind.MAINTENANCE]: 'Maintenance',
  [DeductionKind.DUES]: 'Dues',
  [DeductionKind.LOAN]: 'Loan',
  [DeductionKind.TAX]: 'Tax',
  [DeductionKind.OTHER]: 'Other',
} as const;

/** One of the texts in the language of who asks. */
export function noteText(ctx: Pick<Context, 'platform' | 'locale'>, code: keyof typeof NOTE_TEXTS, values: Readonly<Record<string, string>> = {}): string {
  const text = ctx.platform.texts.of(ctx.locale, `remittance.${code}`) ?? NOTE_TEXTS[code];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
