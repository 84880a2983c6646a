import { requiredPolicies } from '../../change-requests/required-policies.js';
import { APPROVE_CLEAR } from './permissions.js';

export const clearExportPolicy = requiredPolicies.contribute('exchange.clear-exports', {
  description: 'Exports with masked fields in clear', operation: 'exportStart', fields: ['clear.reason'], approve: APPROVE_CLEAR,
});
