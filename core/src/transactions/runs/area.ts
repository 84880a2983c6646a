import type { Area } from '../../people/area.js';
import { paymentHeld, paymentReleased, runHeld, runReleased } from '../events.js';
import { FileOfBatch } from './batch-file.js';
import { CountPaymentRunExceptions } from './exceptions/exception-counts.js';
import { PaymentRunException, PaymentRunExceptions } from './exceptions/payment-run-exception.js';
import { HoldPayment } from './holds/hold-payment.js';
import { HoldPaymentRun } from './holds/hold-run.js';
import { TellRunReadiness } from './readiness/run-readiness.js';
import { ReissuePayments } from './reissues/reissue-run.js';

/** What payment runs are beside being made, approved, sent and answered. */
export const runs: Area = {
  entities: [PaymentRunException],
  events: [runHeld, runReleased, paymentHeld, paymentReleased],
  resolvers: [FileOfBatch, HoldPayment, HoldPaymentRun, ReissuePayments, PaymentRunExceptions, CountPaymentRunExceptions, TellRunReadiness],
};
