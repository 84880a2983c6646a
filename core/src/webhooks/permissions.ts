import { definePermissions, defineRole } from '../kernel/access/permissions.js';

export const webhookPermissions = definePermissions({
  'webhooks.endpoints.read': 'See who is told what happens, and how deliveries went',
  'webhooks.endpoints.manage': 'Say who is told what happens, and change secrets',
  'webhooks.deliveries.replay': 'Send deliveries again',
});

export const webhookRoles = [
  defineRole('integration-manager', 'Connects other systems: endpoints, secrets, deliveries; sees no personal data', Object.values(webhookPermissions).map(({ name }) => name)),
];
