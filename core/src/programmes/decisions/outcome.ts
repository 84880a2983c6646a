import { registerEnumType } from 'type-graphql';

/** How a decision ends. */
export enum DecisionOutcome {
  ELIGIBLE = 'ELIGIBLE',
  NOT_ELIGIBLE = 'NOT_ELIGIBLE',
  UNDETERMINED = 'UNDETERMINED',
}
registerEnumType(DecisionOutcome, {
  name: 'DecisionOutcome',
  description: 'How a decision ends.',
  valuesConfig: {
    ELIGIBLE: { description: 'All conditions hold, and nothing excludes.' },
    NOT_ELIGIBLE: { description: 'A condition does not hold, or something excludes; the reasons are the codes of those rules.' },
    UNDETERMINED: { description: 'Something that is needed to decide is not known; the reasons say which rules need it.' },
  },
});

/** Kinds of decisions that the core makes; modules add their own. */
export const ASSESSMENT = 'ASSESSMENT';
export const EXIT = 'EXIT';
export const ENTITLEMENT = 'ENTITLEMENT';
