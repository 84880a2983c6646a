import { ruleKinds } from '@kinga/plugin-sdk';

const contribution = {
  name: 'contribution',
  facts: {
    earnings: { type: 'money', description: 'What the person earned in the month with this employer, as it was declared.' },
    month: { type: 'date', description: 'First day of the month.' },
    days: { type: 'number', description: 'How many days are declared; unknown where none are.' },
    category: { type: 'text', description: 'As what the person works, such as EMPLOYEE or VOLUNTARY.' },
    activity: { type: 'text', description: 'What the employer does, as its code; unknown of who insures themselves.' },
    contractedOut: { type: 'boolean', description: 'Whether another carrier takes the place of a part of the scheme for the member in the month.' },
    countedInMonth: { type: 'money', description: 'What counts for the month already, from other employers.' },
    countedInYear: { type: 'money', description: 'What counts for the calendar year already, from its other months and from other employers: a yearly ceiling leaves what is above it.' },
  },
} as const;

/** What a scheme says of contributions, as rules of its versions: they are compiled to SQL and computed for a page of lines at once. */
export const contributionKinds = [
  ruleKinds.contribute('CONTRIBUTION', {
    name: 'CONTRIBUTION', type: 'money', about: contribution,
    description: 'How much one part of a contribution is. `contributionPartsDefine` says of the code which branch and tier it is for and who pays. In the minor unit of the currency: round it.',
  }),
  ruleKinds.contribute('CONTRIBUTION_EARNINGS', {
    name: 'CONTRIBUTION_EARNINGS', type: 'money', about: contribution,
    description: 'What of the earnings of a month counts, after floor and ceiling; all of it where a version has no such rule.',
  }),
  ruleKinds.contribute('CONTRIBUTION_STEP', {
    name: 'CONTRIBUTION_STEP', about: contribution,
    description: 'A step on the way to contributions that rules of the kinds CONTRIBUTION and CONTRIBUTION_EARNINGS use.',
  }),
  ruleKinds.contribute('DECLARATION_PENALTY', {
    name: 'DECLARATION_PENALTY', type: 'money',
    about: {
      name: 'declaration',
      facts: {
        amount: { type: 'money', description: 'What is owed by the declaration; of a correction the difference.' },
        daysLate: { type: 'number', description: 'How many days after its last day it was submitted.' },
        lines: { type: 'number', description: 'How many persons are declared.' },
        month: { type: 'date', description: 'First day of the month that it is for.' },
        correction: { type: 'boolean', description: 'Whether it corrects another.' },
      },
    },
    description: 'What is demanded beside for a declaration that is submitted late. Nothing, or less, demands nothing.',
  }),
];
