import { ruleKinds } from '../../../programmes/rules/engine.js';

/** Rules that charge interest and penalties: of each demand that is late, day by day. */
export const penaltyRules = ruleKinds.contribute('PENALTY', {
  name: 'PENALTY',
  type: 'money',
  description: 'Interest or a penalty that is charged on a day for a demand that is late. Nothing, or less, charges nothing; what is charged is in the minor unit of the currency.',
  about: {
    name: 'demand',
    facts: {
      amount: { type: 'money', description: 'How much was demanded.' },
      late: { type: 'money', description: 'What of it should have been paid by now; interest and penalties are not among it.' },
      outstanding: { type: 'money', description: 'All that is still to be paid of it, interest and penalties included.' },
      charged: { type: 'money', description: 'Interest and penalties that were charged for it until now.' },
      daysOverdue: { type: 'number', description: 'For how many days the first part that is not paid is late.' },
      daysSinceCharge: { type: 'number', description: 'Days since the rule charged last, or since it is late: interest of so many days loses none, also where no day was worked.' },
      purpose: { type: 'text', description: 'What it is for, such as PREMIUM.' },
      dueOn: { type: 'date', description: 'Day by which it, or its first instalment, was to be paid.' },
    },
  },
});
