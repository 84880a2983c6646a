import { ruleKinds } from '@kinga/plugin-sdk';

/** What rules of premiums and subsidies are told of the policy, beside the household. */
const policy = {
  name: 'policy',
  facts: {
    premium: { type: 'money', description: 'What the plan asks for the policy; in rules of the kind SUBSIDY what the rule of the kind PREMIUM gives, where there is one.' },
    contributions: { type: 'money', description: 'What of that is for the members.' },
    assembly: { type: 'money', description: 'What of that is for the general assembly.' },
    registration: { type: 'money', description: 'What of that is for the registration.' },
    discount: { type: 'money', description: 'What is let off of it.' },
    adults: { type: 'number', description: 'How many adults are counted.' },
    children: { type: 'number', description: 'How many children.' },
    otherAdults: { type: 'number', description: 'How many adults who are not related to the head.' },
    otherChildren: { type: 'number', description: 'How many children who are not related to the head.' },
    members: { type: 'number', description: 'How many members the household has.' },
    coverMonths: { type: 'number', description: 'For how many months the policy covers.' },
    stage: { type: 'text', description: 'NEW or RENEWED.' },
    enrolledOn: { type: 'date', description: 'Day on which it is taken out.' },
    startsOn: { type: 'date', description: 'First day of its period.' },
  },
} as const;

export const premiumRules = ruleKinds.contribute('PREMIUM', {
  name: 'PREMIUM',
  type: 'money',
  description: 'What an insurance policy costs, in the place of what the plan says. 0 is a premium; where it says nothing, the plan holds. In the minor unit of the currency.',
  about: policy,
});

export const subsidyRules = ruleKinds.contribute('SUBSIDY', {
  name: 'SUBSIDY',
  type: 'money',
  description: 'What of the premium of an insurance policy somebody else than the household pays: the organisation that the plan names for the rule. Never more than is left of the premium. In the minor unit of the currency.',
  about: policy,
});
