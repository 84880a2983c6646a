import { Connection, Resolver } from '@kinga/plugin-sdk';
import { ClaimLine } from '../claims/claim-line.js';
import { Claim } from '../claims/claim.js';
import { ClaimLineResult, holds } from './claim-line-result.js';
import { ClaimLineStep } from './claim-line-step.js';
import { Consumption } from './consumption.js';

@Resolver(() => ClaimLine)
export class LineOutcomes {
  @Connection(() => ClaimLineResult, { mappedBy: 'line', where: holds, permission: 'health-insurance.claims.read', description: 'What was found of it and holds: one, once the claim is checked.' })
  outcomes!: unknown;

  @Connection(() => ClaimLineResult, { mappedBy: 'line', permission: 'health-insurance.claims.read', description: 'All that was ever found of it.' })
  results!: unknown;

  @Connection(() => ClaimLineStep, { mappedBy: 'line', permission: 'health-insurance.claims.read', description: 'How it came to that, step by step.' })
  steps!: unknown;
}

@Resolver(() => Claim)
export class ClaimConsumptions {
  @Connection(() => Consumption, { mappedBy: 'claim', permission: 'health-insurance.claims.read', description: 'What it took of policies.' })
  consumptions!: unknown;
}
