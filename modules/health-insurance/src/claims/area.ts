import type { Area } from '@kinga/plugin-sdk';
import { ClaimReviews } from './added-connections.js';
import { ChangeClaim } from './change-claim.js';
import { ClaimDiagnosis } from './claim-diagnosis.js';
import { ClaimFeedback } from './claim-feedback.js';
import { ClaimLine } from './claim-line.js';
import { ClaimReview, ClaimReviewLine } from './claim-review.js';
import { Claim } from './claim.js';
import { EnterClaim } from './enter-claim.js';
import { claimReopened, claimsDecided, claimsSubmitted } from './events.js';
import { maskedCare } from './masked-care.js';
import { PersonClaims } from './person-claims.js';
import { claimPermissions } from './permissions.js';
import { ReceiveClaims } from './receive-claims.js';
import { RecordFeedback } from './record-feedback.js';
import { ReopenClaim } from './reopen-claim.js';
import { RestoreClaim } from './restore-claim.js';
import { ReviewClaim } from './review-claim.js';
import { SelectClaims } from './select-claims.js';
import { claimIndicators } from './statistics/claim-indicators.js';
import { CountClaims } from './statistics/claim-statistics.js';
import { SubmitClaims } from './submit-claims.js';

export const claims: Area = {
  entities: [Claim, ClaimDiagnosis, ClaimLine, ClaimReview, ClaimReviewLine, ClaimFeedback],
  resolvers: [EnterClaim, ChangeClaim, SubmitClaims, ReceiveClaims, RestoreClaim, PersonClaims, ReviewClaim, RecordFeedback, SelectClaims, ReopenClaim, ClaimReviews, CountClaims],
  permissions: claimPermissions,
  events: [claimsSubmitted, claimsDecided, claimReopened],
  contributes: [maskedCare, ...claimIndicators],
};
