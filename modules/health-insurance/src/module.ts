import { benefitTypes, defineModule, defineRole, purposes, together } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { claims } from './claims/area.js';
import { claimRoles } from './claims/roles.js';
import { coverage } from './coverage/area.js';
import { facilities } from './facilities/area.js';
import { plans } from './plans/area.js';
import { policies } from './policies/area.js';
import { registers } from './registers/area.js';
import { insuranceSettings } from './settings.js';

const areas = together([registers, facilities, plans, policies, coverage, claims]);

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
    ...claimRoles,
  ],
  contributes: [
    ...(areas.contributes ?? []),
    benefitTypes.contribute('health-service', { scheme: 'health-insurance', description: 'Care that is paid to whoever provides it, for somebody who is covered.' }),
    purposes.contribute('health-insurance', { description: 'Insuring persons against the cost of illness, and paying for their care', ground: 'PUBLIC_TASK' }),
  ],
  settings: insuranceSettings,
  migrations: new URL('../migrations/', import.meta.url),
  locales: new URL('../locales/', import.meta.url),
  operations: new URL('../operations/', import.meta.url),
});
