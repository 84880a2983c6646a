import { extensionPoint, type Context, type Sql } from '@kinga/plugin-sdk';

/** What a step may set of a line beside why it is rejected. */
export type SettableColumn =
  | 'quantity' | 'amount' | 'list_price' | 'unit_price' | 'deductible' | 'member_share' | 'over_ceiling'
  | 'policy_id' | 'programme_id' | 'plan_version_id' | 'plan_cover_id' | 'in_patient' | 'price_origin' | 'limit_kind' | 'limit_value' | 'excluded';

/** Checks come first and may be all that is done to a claim for now; then its lines are valued. */
export type AdjudicationPhase = 'CHECK' | 'VALUE';

/**
 * One step of adjudication. It is SQL over the lines of a set of claims: one claim and a hundred thousand take the same path. No two
 * claims of a set are of the same policy or person, so that what others took of a policy is what is stored.
 */
export interface AdjudicationStep {
  readonly description: string;
  readonly phase: AdjudicationPhase;
  /** What it does to a line, in English, with `{name}` where a value of `facts` belongs; other languages are in the locales, as `claim-step.<name>`. */
  readonly says: string;
  /** What it says of a line that it rejects, where that is told in other words; in the locales `claim-step.<name>.rejects`. */
  readonly rejects?: string;
  /** The columns that it sets, which `changes` gives. */
  readonly sets?: readonly SettableColumn[];
  /** Done before it looks for what it changes, such as to gather what several steps need. @param lines as those of `changes` */
  before?(lines: Sql, ctx: Pick<Context, 'today' | 'platform'>): Sql;
  /**
   * The lines that it changes: `line_id uuid, reason text, facts jsonb` and the columns that it sets. A `reason` (a code of `claimReasons`)
   * rejects the line, and no later step sees it. `facts` are what the step goes by, each a text, for whoever asks why;
   * codes that the steps here note (`words.ts`) are told in words.
   *
   * @param lines a query of the lines that stand: columns of `health_insurance.adjudication_line`
   */
  changes(lines: Sql, ctx: Pick<Context, 'today' | 'platform'>): Sql;
}

/** The chain that claims go through. A module puts a step of its own before or after others by their names. */
export const adjudicationSteps = extensionPoint<AdjudicationStep>('health-insurance.adjudication-steps', 'chain', 'What happens to the lines of claims, step by step');

/** Why a line or a claim is rejected. */
export interface ClaimReason {
  readonly description: string;
  /** The number that openIMIS has for it; null of others. */
  readonly number: number | null;
}

/** Reasons by code. */
export const claimReasons = extensionPoint<ClaimReason>('health-insurance.claim-reasons', 'many', 'Why lines of claims, and claims, are rejected');
