import { definePermissions } from '@kinga/plugin-sdk';

export const claimPermissions = definePermissions({
  'health-insurance.claims.read': 'See claims',
  'health-insurance.claims.enter': 'Enter claims of a facility, change and submit them',
  'health-insurance.claims.adjudicate': 'Have claims checked and valued',
  'health-insurance.claims.select': 'Select claims for review and feedback',
  'health-insurance.claims.review': 'Review claims line by line',
  'health-insurance.claims.feedback': 'Record what patients say of their care',
  'health-insurance.care.reveal': 'Open what somebody is ill with and what care they had, with a reason',
  'health-insurance.care.clear': 'See what somebody is ill with and what care they had',
});
