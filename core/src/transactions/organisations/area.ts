import type { Area } from '../../kernel/module/area.js';
import { organisationPaymentSettled } from '../events.js';
import { CreateOrganisationPaymentRun } from './create-run.js';
import { deductionsPayable } from './deductions-payable.js';
import { ListOrganisationPaymentsDue } from './list-due.js';
import { organisationPayables } from './organisation-payables.js';
import { OrganisationPayment, PaymentsOfDeductions, PaymentsOfRefunds, PaymentsToOrganisations, SourceOfPayment } from './organisation-payment.js';
import { refundsPayable } from './refunds-payable.js';

/** Payments to organisations, sent by runs through payment channels. */
export const organisationPayments: Area = {
  entities: [OrganisationPayment],
  resolvers: [CreateOrganisationPaymentRun, ListOrganisationPaymentsDue, PaymentsOfDeductions, PaymentsOfRefunds, PaymentsToOrganisations, SourceOfPayment],
  events: [organisationPaymentSettled],
  offers: [organisationPayables],
  contributes: [deductionsPayable, refundsPayable],
};
