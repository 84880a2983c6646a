import { Enrolment, facts, Person } from '@kinga/plugin-sdk';
import { awardFacts } from './award-facts.js';
import { contributionFacts } from './contribution-facts.js';
import { monthsOf, partsOf } from './months.js';

/** `person.contributions`: what was contributed in the scheme whose rules ask. */
export const contributions = facts.contribute('contributions', [{ on: () => Person, facts: contributionFacts({ months: monthsOf, parts: partsOf }) }]);

/** `enrolment.pension`: what was claimed and awarded. */
export const pension = facts.contribute('pension', [{ on: () => Enrolment, facts: awardFacts }]);
