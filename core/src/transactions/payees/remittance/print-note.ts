import type { Context } from '../../../kernel/context.js';
import type { MoneyValue } from '../../../kernel/schema/money.js';
import { PaymentInstructionState } from '../../runs/payment-instruction.js';
import { noteText } from './note-texts.js';
import type { RemittanceLine, RemittanceNote } from './remittance-note.js';

const NOT_PAID: readonly PaymentInstructionState[] = [PaymentInstructionState.RETURNED, PaymentInstructionState.CANCELLED];

/** The note line by line, in the language of who asks. */
export function printNote(ctx: Pick<Context, 'platform' | 'locale'>, note: Omit<RemittanceNote, 'text'>): string {
  const { number, programme, run, payeeName, receiverName, lines, net } = note;
  return [
    noteText(ctx, 'TITLE', { number }),
    noteText(ctx, 'RUN', { programme, run }),
    receiverName === null ? noteText(ctx, 'PAYEE', { payee: payeeName }) : noteText(ctx, 'RECEIVER', { payee: payeeName, receiver: receiverName }),
    '',
    ...lines.flatMap((line) => [...printLine(ctx, line), '']),
    noteText(ctx, 'TOTAL', { amount: written(net) }),
    '',
  ].join('\n');
}

function printLine(ctx: Pick<Context, 'platform' | 'locale'>, { periodFrom, periodTo, gross, keptBack, deductions, net, institution, account, state }: RemittanceLine): readonly string[] {
  const amount = written(net);
  const where = institution === null ? noteText(ctx, 'BY_NAME', { amount }) : noteText(ctx, 'INTO', { institution, account: account ?? '', amount });
  return [
    noteText(ctx, 'PERIOD', { from: periodFrom, to: periodTo, amount: written(gross) }),
    ...(/[1-9]/.test(keptBack.amount) ? [`  ${noteText(ctx, 'KEPT_BACK', { amount: written(keptBack) })}`] : []),
    ...deductions.map((each) => `  ${noteText(ctx, 'WITHHELD', { kind: noteText(ctx, each.kind), organisation: each.organisationName ?? noteText(ctx, 'WITHHELD_FROM'), reference: each.reference, amount: written(each.amount) })}`),
    `  ${NOT_PAID.includes(state) ? noteText(ctx, 'NOT_PAID', { amount }) : where}`,
  ];
}

const written = ({ amount, currency }: MoneyValue): string => `${amount} ${currency}`;
