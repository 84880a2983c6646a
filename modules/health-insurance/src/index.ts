export { adjudicationSteps, claimReasons, type AdjudicationPhase, type AdjudicationStep, type ClaimReason, type SettableColumn } from './adjudication/step.js';
export { healthInsurance } from './module.js';
