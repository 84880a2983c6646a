import type { Area } from '@kinga/plugin-sdk';
import { ClaimConsumptions, LineOutcomes } from './added-connections.js';
import { AdjudicateClaims, adjudicateWaiting } from './adjudicate-claims.js';
import { ClaimLineResult } from './claim-line-result.js';
import { ClaimLineStep, TellStep } from './claim-line-step.js';
import { clearsAdjudications } from './clear-adjudications.js';
import { Consumption } from './consumption.js';
import { ListReasons } from './list-reasons.js';
import { ownSteps } from './own-steps.js';
import { ownReasons } from './reasons.js';
import { adjudicationSteps, claimReasons } from './step.js';

export const adjudication: Area = {
  entities: [ClaimLineResult, ClaimLineStep, Consumption],
  resolvers: [AdjudicateClaims, ListReasons, TellStep, LineOutcomes, ClaimConsumptions],
  jobs: [adjudicateWaiting as never],
  offers: [adjudicationSteps as never, claimReasons as never],
  contributes: [...ownSteps, ...ownReasons, clearsAdjudications],
};
