import { definePermissions } from '@kinga/plugin-sdk';

export const remittancePermissions = definePermissions({
  'health-insurance.remittances.read': 'See remittances to health facilities',
  'health-insurance.remittances.create': 'Make remittance runs',
  'health-insurance.remittances.approve': 'Approve remittance runs that somebody else made',
  'health-insurance.remittances.pay': 'Record that remittances were paid, or came back',
  'health-insurance.indices.compute': 'Work out the index of relative prices of a period',
});
