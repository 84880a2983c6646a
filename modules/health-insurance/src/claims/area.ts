import type { Area } from '@kinga/plugin-sdk';
import { ChangeClaim } from './change-claim.js';
import { ClaimDiagnosis } from './claim-diagnosis.js';
import { ClaimLine } from './claim-line.js';
import { Claim } from './claim.js';
import { EnterClaim } from './enter-claim.js';
import { claimsDecided, claimsSubmitted } from './events.js';
import { maskedCare } from './masked-care.js';
import { PersonClaims } from './person-claims.js';
import { claimPermissions } from './permissions.js';
import { ReceiveClaims } from './receive-claims.js';
import { RestoreClaim } from './restore-claim.js';
import { SubmitClaims } from './submit-claims.js';

export const claims: Area = {
  entities: [Claim, ClaimDiagnosis, ClaimLine],
  resolvers: [EnterClaim, ChangeClaim, SubmitClaims, ReceiveClaims, RestoreClaim, PersonClaims],
  permissions: claimPermissions,
  events: [claimsSubmitted, claimsDecided],
  contributes: [maskedCare],
};
