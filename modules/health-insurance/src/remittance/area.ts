import { defineRole, type Area } from '@kinga/plugin-sdk';
import { ComputeIndex } from './compute-index.js';
import { remittanceApproved } from './events.js';
import { PayRemittance } from './pay-remittance.js';
import { remittancesPayable } from './payable.js';
import { remittancePermissions } from './permissions.js';
import { RelativeIndex } from './relative-index.js';
import { RemittanceClaim } from './remittance-claim.js';
import { RemittanceRun } from './remittance-run.js';
import { Remittance } from './remittance.js';
import { computeRemittances, RunRemittances } from './run-remittances.js';

export const remittances: Area = {
  entities: [RemittanceRun, Remittance, RemittanceClaim, RelativeIndex],
  resolvers: [RunRemittances, PayRemittance, ComputeIndex],
  permissions: remittancePermissions,
  events: [remittanceApproved],
  jobs: [computeRemittances as never],
  contributes: [remittancesPayable],
};

const see = ['health-insurance.remittances.read', 'health-insurance.claims.read', 'health-insurance.registers.read', 'programmes.programmes.read', 'people.organisations.read'];

export const remittanceRoles = [
  defineRole('remittance-officer', 'Makes remittance runs, works out indices and records what was paid', [...see, 'health-insurance.remittances.create', 'health-insurance.remittances.pay', 'health-insurance.indices.compute', 'kernel.jobs.read']),
  defineRole('remittance-approver', 'Approves remittance runs that somebody else made', [...see, 'health-insurance.remittances.approve', 'kernel.jobs.read']),
];
