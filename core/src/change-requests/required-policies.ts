import { extensionPoint } from '../kernel/module/extension-point.js';
import type { ChangePolicy } from './settings.js';

/** What a module puts behind approval wherever it runs: a deployment adds policies to it, and takes none away. */
export type RequiredPolicy = Pick<ChangePolicy, 'operation' | 'fields' | 'approve'> & { readonly description: string };

export const requiredPolicies = extensionPoint<RequiredPolicy>('change-requests.required-policies', 'many', 'What waits for approval in every deployment');
