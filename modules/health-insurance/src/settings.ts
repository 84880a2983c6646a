import { z } from '@kinga/plugin-sdk';
import { claimSettings } from './claims/settings.js';

/** A deployment's settings of `health-insurance`. */
export const insuranceSettings = z.object({ claims: claimSettings }).strict();
