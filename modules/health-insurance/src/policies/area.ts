import { definePermissions, type Area } from '@kinga/plugin-sdk';
import { PolicyLine, PolicyShare } from './policy-line.js';
import { Policy } from './policy.js';

export const policyPermissions = definePermissions({
  'health-insurance.policies.read': 'See insurance policies and who is covered',
});

export const policies: Area = {
  entities: [Policy, PolicyLine, PolicyShare],
  permissions: policyPermissions,
};
