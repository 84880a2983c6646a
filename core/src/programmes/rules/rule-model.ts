import type { Context } from '../../kernel/context.js';
import type { ReadModel } from '../../kernel/read/model.js';

/** Permission to lay down rules that ask for what is masked: whoever is chosen by one is told apart by it. */
const USE_MASKED = 'programmes.rules.use-masked';

/** What rules are compiled with. */
export interface RuleModel extends ReadModel {
  /** The permission that masked facts take, where they are not to be used. */
  readonly withoutMasked?: string;
}

/** The model as whoever lays down a rule may use it; what was laid down once is evaluated with the whole. */
export function rulesModel({ platform, actor }: Pick<Context, 'platform' | 'actor'>): RuleModel {
  return actor.permissions.has(USE_MASKED) ? platform.model : { ...platform.model, withoutMasked: USE_MASKED };
}
