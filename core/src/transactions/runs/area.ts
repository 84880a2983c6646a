import type { Area } from '../../people/area.js';
import { CountPaymentRunExceptions } from './exceptions/exception-counts.js';
import { PaymentRunException, PaymentRunExceptions } from './exceptions/payment-run-exception.js';
import { TellRunReadiness } from './readiness/run-readiness.js';

/** What payment runs are beside being made, approved, sent and answered. */
export const runs: Area = {
  entities: [PaymentRunException],
  resolvers: [PaymentRunExceptions, CountPaymentRunExceptions, TellRunReadiness],
};
