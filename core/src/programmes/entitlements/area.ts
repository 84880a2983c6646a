import type { Area } from '../../kernel/module/area.js';
import { entitlementsDetermined, overpaymentsFound } from '../events.js';
import { BenefitPeriod } from './benefit-period.js';
import { applyRun, determine } from './determination-job.js';
import { DeterminationRun } from './determination-run.js';
import { Determination } from './determination.js';
import { DetermineEntitlements } from './determine-entitlements.js';
import { DecisionEntitlements, EnrolmentDeterminations, ProgrammeTimeline } from './added-connections.js';
import { Overpayment } from './overpayment.js';
import { ProposeRedetermination, redeterminations } from './propose-redetermination.js';
import { RedeterminationDue } from './redetermination-due.js';

export const entitlements: Area = {
  entities: [BenefitPeriod, DeterminationRun, Determination, RedeterminationDue, Overpayment],
  resolvers: [DetermineEntitlements, ProposeRedetermination, EnrolmentDeterminations, DecisionEntitlements, ProgrammeTimeline],
  events: [entitlementsDetermined, overpaymentsFound],
  jobs: [determine, applyRun],
  contributes: [redeterminations],
};
