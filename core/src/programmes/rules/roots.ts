import { resourceShape, type Facts } from './resource-shape.js';
import type { RuleKind, RuleTarget } from './rule-set.js';
import type { RowShape } from './shape.js';
import type { ValueType } from './values.js';

/** What a set of rules starts from: names and what stands behind them. */
export interface Root {
  readonly name: string;
  readonly shape: RowShape;
}

const SUBJECTS: Readonly<Record<RuleTarget, { readonly name: string; readonly type: string }>> = {
  HOUSEHOLD: { name: 'household', type: 'Household' },
  PERSON: { name: 'person', type: 'Person' },
  ORGANISATION: { name: 'organisation', type: 'Organisation' },
};

/** The name and the type of whom rules are about. */
export function subjectOf(target: RuleTarget): { readonly name: string; readonly type: string } {
  return SUBJECTS[target];
}

/** The period that something is determined for: given with each evaluation. */
export const PERIOD: Readonly<Record<string, ValueType>> = { from: 'date', to: 'date', number: 'number' };
const PERIOD_SAYS: Readonly<Record<string, string>> = { from: 'First day of the period.', to: 'Last day of the period.', number: 'Its number in the programme.' };

const periodShape: RowShape = {
  label: 'period',
  names: Object.keys(PERIOD),
  fact: (name) => {
    const type = PERIOD[name];
    // What is given is no fact of the registry.
    return type && { kind: 'value', type, description: PERIOD_SAYS[name], gather: ({ alias }) => alias };
  },
};

export function rootsOf(facts: Facts, target: RuleTarget, currency: string): readonly Root[] {
  const { name, type } = subjectOf(target);
  return [
    { name, shape: resourceShape(facts, type, currency) },
    { name: 'enrolment', shape: resourceShape(facts, 'Enrolment', currency) },
    { name: 'period', shape: periodShape },
  ];
}

/** What rules of a kind are about beside the row that all rules are about; nothing for most. */
export function rootOf({ about }: RuleKind): Root | undefined {
  if (!about) return undefined;
  const { name, facts } = about;
  return {
    name,
    shape: {
      label: name,
      names: Object.keys(facts),
      fact: (asked) => {
        const fact = facts[asked];
        return fact && { kind: 'value', type: fact.type, description: fact.description, gather: ({ alias }) => alias };
      },
    },
  };
}
