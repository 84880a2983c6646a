import type { Area } from '../../kernel/module/area.js';
import { organisationPaymentSettled } from '../events.js';
import { CreateOrganisationPaymentRun } from './create-run.js';
import { deductionsPayable } from './deductions-payable.js';
import { ListOrganisationPaymentsDue } from './list-due.js';
import { organisationPayables } from './organisation-payables.js';
import { OrganisationPayment, PaymentsOfDeductions, PaymentsToOrganisations, SourceOfPayment } from './organisation-payment.js';

/** Payments to organisations, sent by runs through payment channels. */
export const organisationPayments: Area = {
  entities: [OrganisationPayment],
  resolvers: [CreateOrganisationPaymentRun, ListOrganisationPaymentsDue, PaymentsOfDeductions, PaymentsToOrganisations, SourceOfPayment],
  events: [organisationPaymentSettled],
  offers: [organisationPayables],
  contributes: [deductionsPayable],
};
