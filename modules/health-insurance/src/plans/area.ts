import { definePermissions, type Area } from '@kinga/plugin-sdk';
import { CreatePlan } from './create-plan.js';
import { DraftPlanVersion } from './draft-version.js';
import { planChanged, planVersionPublished } from './events.js';
import { InsurancePlanVersion } from './insurance-plan-version.js';
import { InsurancePlan } from './insurance-plan.js';
import { PlanCover, PlanCoverLimit } from './plan-cover.js';
import { PlanCategoryLimit, PlanLimit, PlanSubsidy } from './plan-limit.js';
import { plansOfPacks } from './plans-of-packs.js';
import { PublishPlanVersion } from './publish-version.js';
import { SetPlanCovers } from './set-covers.js';

export const planPermissions = definePermissions({
  'health-insurance.plans.read': 'See insurance plans',
  'health-insurance.plans.manage': 'Make insurance plans and draft versions of them',
  'health-insurance.plans.publish': 'Publish versions of insurance plans that others drafted',
});

export const plans: Area = {
  entities: [InsurancePlan, InsurancePlanVersion, PlanLimit, PlanCategoryLimit, PlanSubsidy, PlanCover, PlanCoverLimit],
  resolvers: [CreatePlan, DraftPlanVersion, SetPlanCovers, PublishPlanVersion],
  permissions: planPermissions,
  events: [planChanged, planVersionPublished],
  contributes: [plansOfPacks],
};
