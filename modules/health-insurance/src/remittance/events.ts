import { defineEvent } from '@kinga/plugin-sdk';

export const remittanceApproved = defineEvent<{ readonly id: string }>('health-insurance.remittance-approved', 'A remittance run was approved');
