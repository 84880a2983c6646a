import type { Area } from '../../kernel/module/area.js';
import { DecidePayeeArrangement } from './decide-arrangement.js';
import { DecideWithholdingOrder } from './deductions/decide-order.js';
import { Deduction } from './deductions/deduction.js';
import { DeductionPaymentLine } from './deductions/paid-over/deduction-payment-line.js';
import { DeductionPayment } from './deductions/paid-over/deduction-payment.js';
import { GiveDeductionsOwed } from './deductions/paid-over/deductions-owed.js';
import { PayOverDeductions } from './deductions/paid-over/pay-over.js';
import { WithholdingOrder } from './deductions/withholding-order.js';
import { ProposeWithholdingOrder } from './deductions/propose-order.js';
import { arrangementConfirmed, arrangementEnded, deductionPaymentMoved, withholdingOrderConfirmed, withholdingOrderEnded } from './events.js';
import { nomineeReceives } from './nominee-receives.js';
import { PayeeArrangement } from './payee-arrangement.js';
import { payeePermissions } from './permissions.js';
import { ReadRemittanceNote } from './remittance/remittance-note.js';
import { ProposePayeeArrangement } from './propose-arrangement.js';

/** Who is paid in whose place, and what of a payment goes to others. */
export const payees: Area = {
  entities: [PayeeArrangement, WithholdingOrder, Deduction, DeductionPayment, DeductionPaymentLine],
  resolvers: [ProposePayeeArrangement, DecidePayeeArrangement, ProposeWithholdingOrder, DecideWithholdingOrder, PayOverDeductions, GiveDeductionsOwed, ReadRemittanceNote],
  permissions: payeePermissions,
  contributes: [nomineeReceives],
  events: [arrangementConfirmed, arrangementEnded, withholdingOrderConfirmed, withholdingOrderEnded, deductionPaymentMoved],
};
