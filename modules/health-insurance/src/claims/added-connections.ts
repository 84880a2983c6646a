import { Connection, Resolver } from '@kinga/plugin-sdk';
import { ClaimFeedback } from './claim-feedback.js';
import { ClaimReview } from './claim-review.js';
import { Claim } from './claim.js';

@Resolver(() => Claim)
export class ClaimReviews {
  @Connection(() => ClaimReview, { mappedBy: 'claim', permission: 'health-insurance.claims.read', description: 'Its medical reviews; the latest holds.' })
  reviews!: unknown;

  @Connection(() => ClaimFeedback, { mappedBy: 'claim', permission: 'health-insurance.claims.read', description: 'What the patient said; one at most.' })
  feedback!: unknown;
}
