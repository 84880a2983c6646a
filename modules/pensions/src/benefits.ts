import type { ModuleParts } from '@kinga/plugin-sdk';
import { PensionAward } from './awards/award.js';
import { PensionAwardStep } from './awards/award-step.js';
import { EndAward, endWithDeath, goOnAlive } from './awards/end-award.js';
import { reviseCorrected } from './awards/follow-facts.js';
import { awardPermissions, awardRoles } from './awards/permissions.js';
import { ReviseAward } from './awards/revise-award.js';
import { PensionRevision } from './awards/revision.js';
import { AssessClaim } from './claims/assess-claim.js';
import { PensionClaim } from './claims/claim.js';
import { DecideClaim } from './claims/decide-claim.js';
import { TestEntitlement } from './claims/entitlement-test.js';
import { LodgeClaim } from './claims/lodge-claim.js';
import { EstimatePensions } from './estimates/estimates.js';
import { awardEndedEvent, awardGranted, claimLodged, claimRefused, indexationDone, revisionProposed, survivorsProposed } from './events.js';
import { contributions, pension } from './facts/contributed.js';
import { DecideIndexation } from './indexation/decide-indexation.js';
import { IndexationEffects } from './indexation/effects.js';
import { applyIndexation, simulateIndexation } from './indexation/indexation-jobs.js';
import { PensionIndexation } from './indexation/indexation.js';
import { SimulateIndexation } from './indexation/simulate-indexation.js';
import { pensionIndicators } from './indicators/indicators.js';
import { paymentKinds, payroll } from './payroll/period-rules.js';
import { AwardProofs, LifeProof } from './proof-of-life/life-proof.js';
import { PensionPaymentPolicy, SetPaymentPolicy } from './proof-of-life/payment-policy.js';
import { RecordProof } from './proof-of-life/record-proof.js';
import { awardReasons, unproven } from './proof-of-life/suspend-unproven.js';
import { DecideSurvivors } from './survivors/decide-survivors.js';
import { ProposeSurvivors } from './survivors/propose-survivors.js';
import { survivorKinds } from './survivors/rule-kinds.js';
import { SurvivorCase, SurvivorShare } from './survivors/survivor-case.js';

/** What pays: claims, awards, and what becomes of them. */
export const benefits = {
  entities: [PensionClaim, PensionAward, PensionAwardStep, PensionRevision, PensionPaymentPolicy, LifeProof, PensionIndexation, SurvivorCase, SurvivorShare],
  resolvers: [
    LodgeClaim, AssessClaim, DecideClaim, TestEntitlement, EstimatePensions, ReviseAward, EndAward, SetPaymentPolicy, RecordProof, AwardProofs, SimulateIndexation, DecideIndexation, IndexationEffects, ProposeSurvivors, DecideSurvivors,
  ],
  permissions: awardPermissions,
  roles: awardRoles,
  events: [claimLodged, claimRefused, awardGranted, awardEndedEvent, revisionProposed, indexationDone, survivorsProposed],
  on: [endWithDeath, goOnAlive, reviseCorrected],
  jobs: [simulateIndexation, applyIndexation],
  contributes: [contributions, pension, ...paymentKinds, payroll, ...survivorKinds, ...awardReasons, unproven, ...pensionIndicators],
} satisfies Partial<ModuleParts>;
