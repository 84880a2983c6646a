import { benefitTypes, defineModule, defineRole, defineSeparation, purposes, together } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { adjudication } from './adjudication/area.js';
import { claims } from './claims/area.js';
import { claimRoles } from './claims/roles.js';
import { coverage } from './coverage/area.js';
import { eligibility } from './eligibility/area.js';
import { facilities } from './facilities/area.js';
import { plans } from './plans/area.js';
import { policies } from './policies/area.js';
import { registers } from './registers/area.js';
import { remittanceRoles, remittances } from './remittance/area.js';
import { insuranceSettings } from './settings.js';

const areas = together([registers, facilities, plans, policies, coverage, claims, adjudication, eligibility, remittances]);

export const healthInsurance = defineModule(pkg, {
  description: 'Health insurance: plans, policies, claims and what they pay',
  ...areas,
  roles: [
    defineRole('register-keeper', 'Keeps the registers of health insurance: services, diagnoses, facilities and prices', [
      'health-insurance.registers.read', 'health-insurance.registers.manage', 'health-insurance.facilities.manage', 'people.organisations.read', 'people.places.read',
    ]),
    defineRole('insurance-designer', 'Designs insurance plans: drafts versions of them, which others publish', [
      'health-insurance.plans.read', 'health-insurance.plans.manage', 'health-insurance.registers.read', 'programmes.programmes.read', 'people.organisations.read', 'people.places.read',
    ]),
    defineRole('insurance-publisher', 'Publishes insurance plans that others drafted', [
      'health-insurance.plans.read', 'health-insurance.plans.publish', 'health-insurance.registers.read', 'programmes.programmes.read', 'people.organisations.read', 'people.places.read',
    ]),
    defineRole('insurance-officer', 'Insures households: quotes, takes out and renews policies, and takes premiums in', [
      'health-insurance.plans.read', 'health-insurance.policies.read', 'health-insurance.policies.enrol', 'health-insurance.eligibility.ask', 'health-insurance.registers.read', 'programmes.programmes.read', 'people.persons.read', 'people.households.read',
      'people.organisations.read', 'people.places.read', 'transactions.demands.read', 'transactions.receipts.read', 'transactions.receipts.receive',
    ]),
    defineRole('insurance-supervisor', 'Watches over insurance policies: approves, activates and suspends them', [
      'health-insurance.plans.read', 'health-insurance.policies.read', 'health-insurance.policies.approve', 'health-insurance.policies.activate', 'health-insurance.policies.suspend', 'health-insurance.policies.cancel', 'health-insurance.policies.expire',
      'programmes.programmes.read', 'people.persons.read', 'people.households.read', 'people.places.read', 'kernel.jobs.read',
    ]),
    ...claimRoles,
    ...remittanceRoles,
  ],
  separations: [
    defineSeparation('health-insurance.remittances', 'Who makes a remittance run does not approve it', ['health-insurance.remittances.create'], ['health-insurance.remittances.approve']),
    defineSeparation('health-insurance.claims', 'Who enters claims does not review them', ['health-insurance.claims.enter'], ['health-insurance.claims.review']),
  ],
  contributes: [
    ...(areas.contributes ?? []),
    benefitTypes.contribute('health-service', { scheme: 'health-insurance', description: 'Care that is paid to whoever provides it, for somebody who is covered.' }),
    purposes.contribute('health-insurance', { description: 'Insuring persons against the cost of illness, and paying for their care', ground: 'PUBLIC_TASK' }),
  ],
  tables: {
    'health_insurance.adjudication_line': { description: 'On what an adjudication works within its transaction; empty otherwise', sensitivity: 'sensitive', purpose: 'health-insurance' },
    'health_insurance.adjudication_cover': { description: 'By which policies lines may be paid, within the transaction of an adjudication; empty otherwise', sensitivity: 'sensitive', purpose: 'health-insurance' },
  },
  unguarded: {
    'health_insurance.adjudication_line': 'because it is what one adjudication works on within its transaction, beyond the scope of who started it, and is emptied by; no field leads here',
    'health_insurance.adjudication_cover': 'because it is what one adjudication works on within its transaction, beyond the scope of who started it, and is emptied by; no field leads here',
  },
  settings: insuranceSettings,
  migrations: new URL('../migrations/', import.meta.url),
  locales: new URL('../locales/', import.meta.url),
  operations: new URL('../operations/', import.meta.url),
});
