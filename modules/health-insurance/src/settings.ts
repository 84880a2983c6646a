import { z } from '@kinga/plugin-sdk';
import { claimSettings } from './claims/settings.js';
import { policySettings } from './policies/settings.js';

/** A deployment's settings of `health-insurance`. */
export const insuranceSettings = z.object({ claims: claimSettings, policies: policySettings }).strict();
