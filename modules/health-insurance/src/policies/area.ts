import { definePermissions, type Area } from '@kinga/plugin-sdk';
import { ActivatePolicy } from './activate-policy.js';
import { CancelPolicy } from './cancel-policy.js';
import { ChangePolicy } from './change-policy.js';
import { EnrolPolicy } from './enrol-policy.js';
import { policiesEnding, policiesExpired, policyMoved, policyTakenOut } from './events.js';
import { ExpirePolicies, expirePolicies, expiresPolicies } from './expire-policies.js';
import { followReversed, followSettled } from './follow-payments.js';
import { policyIndicators } from './indicators.js';
import { PolicyLine, PolicyShare } from './policy-line.js';
import { QuotePolicy } from './policy-quote.js';
import { Policy } from './policy.js';
import { RenewPolicy } from './renew-policy.js';
import { premiumRules, subsidyRules } from './rule-kinds.js';
import { SuspendPolicy } from './suspend-policy.js';
import { tellsEnding } from './tell-ending.js';

export const policyPermissions = definePermissions({
  'health-insurance.policies.read': 'See insurance policies and who is covered',
  'health-insurance.policies.enrol': 'Quote, take out, change and renew insurance policies, and add members',
  'health-insurance.policies.approve': 'Say that insurance policies which others took in are in order',
  'health-insurance.policies.activate': 'Activate insurance policies before their premium is paid',
  'health-insurance.policies.suspend': 'Suspend insurance policies and let them go on',
  'health-insurance.policies.cancel': 'Take insurance policies back that should not have been',
  'health-insurance.policies.expire': 'Expire insurance policies whose last day has passed',
});

export const policies: Area = {
  entities: [Policy, PolicyLine, PolicyShare],
  resolvers: [QuotePolicy, EnrolPolicy, ChangePolicy, RenewPolicy, ActivatePolicy, SuspendPolicy, CancelPolicy, ExpirePolicies],
  permissions: policyPermissions,
  events: [policyTakenOut, policyMoved, policiesEnding, policiesExpired],
  on: [followSettled, followReversed],
  jobs: [expirePolicies],
  contributes: [premiumRules, subsidyRules, expiresPolicies, tellsEnding, ...policyIndicators],
};
