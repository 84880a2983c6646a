import type { Area } from '../../kernel/module/area.js';
import { AssessEnrolment } from './assess-enrolment.js';
import { DecisionBasis } from './decision-basis.js';
import { EnrolmentDecisions, HouseholdDecisions, PersonDecisions } from './decision-fields.js';
import { Decision } from './decision.js';
import { ExplanationOfDecision } from './explanation.js';
import { FactsOfDecision } from './facts-of.js';
import { PreviewAssessment } from './preview.js';
import { DecisionReasons } from './reasons.js';
import { ReplayDecision } from './replay.js';

export const decisions: Area = {
  entities: [Decision, DecisionBasis],
  resolvers: [AssessEnrolment, DecisionReasons, FactsOfDecision, ExplanationOfDecision, ReplayDecision, PreviewAssessment, PersonDecisions, HouseholdDecisions, EnrolmentDecisions],
};
