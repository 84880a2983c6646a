import { definePermissions } from '@kinga/plugin-sdk';

export const registerPermissions = definePermissions({
  'health-insurance.registers.read': 'See services, items, diagnoses, price lists and health facilities',
  'health-insurance.registers.manage': 'Register services, items, diagnoses and price lists',
  'health-insurance.facilities.manage': 'Say which organisations are health facilities, and by which price lists they go',
});
