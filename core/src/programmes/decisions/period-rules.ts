import { extensionPoint } from '../../kernel/module/extension-point.js';
import type { Platform } from '../../kernel/platform.js';
import type { Rule } from '../rules/engine.js';

/** What decides on what is due for a period, in the programmes of a scheme. */
export interface PeriodRules {
  readonly description: string;
  /**
   * The rules by which periods are determined, out of all of a version: with ELIGIBILITY and AMOUNT in their own meaning. Of what stands
   * in the version nothing needs to be among them; what is may be of another kind there.
   */
  rules(version: readonly Rule[]): readonly Rule[];
}

/**
 * Where a scheme says that periods are determined by other rules than those that decide on who is let in and on how much they are then
 * awarded: a pension is calculated once and paid as it was awarded. The name of the contribution is the scheme's.
 */
export const periodRules = extensionPoint<PeriodRules>('programmes.period-rules', 'many', 'By which rules periods are determined, in the programmes of a scheme, where not by those that decide on who is let in');

/** The rules of a version by which periods are determined; undefined where those are the version's own. */
export function rulesOfPeriods(platform: Platform, scheme: string, version: readonly Rule[]): readonly Rule[] | undefined {
  return platform.extensions(periodRules).get(scheme)?.rules(version);
}
