import type { ModuleParts } from '@kinga/plugin-sdk';
import { PensionAward } from './awards/award.js';
import { PensionAwardStep } from './awards/award-step.js';
import { awardPermissions, awardRoles } from './awards/permissions.js';
import { AssessClaim } from './claims/assess-claim.js';
import { PensionClaim } from './claims/claim.js';
import { DecideClaim } from './claims/decide-claim.js';
import { TestEntitlement } from './claims/entitlement-test.js';
import { LodgeClaim } from './claims/lodge-claim.js';
import { EstimatePensions } from './estimates/estimates.js';
import { awardGranted, claimLodged, claimRefused } from './events.js';
import { contributions, pension } from './facts/contributed.js';
import { paymentKinds, payroll } from './payroll/period-rules.js';

/** What pays: claims, awards, and what becomes of them. */
export const benefits = {
  entities: [PensionClaim, PensionAward, PensionAwardStep],
  resolvers: [LodgeClaim, AssessClaim, DecideClaim, TestEntitlement, EstimatePensions],
  permissions: awardPermissions,
  roles: awardRoles,
  events: [claimLodged, claimRefused, awardGranted],
  contributes: [contributions, pension, ...paymentKinds, payroll],
} satisfies Partial<ModuleParts>;
