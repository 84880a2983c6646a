import { defineModule } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { tellInsuranceStory } from './insurance-story.js';
import { tellLeapStory } from './leap-story.js';
import { tellPensionStory } from './pension-story.js';
import { roles } from './roles.js';
import { seedCountry } from './seed-country.js';
import { seedLeap } from './leap.js';

export const demoCountry = defineModule(pkg, {
  description: 'A made-up country, its people and offices; all of its data is invented',
  roles,
  seeds: [{ name: 'demo-country.people', kind: 'demo', run: seedCountry }, { name: 'demo-country.leap', kind: 'demo', run: seedLeap }],
  demos: [
    { name: 'leap', description: "Ghana's LEAP over the made-up country: from enrolment to the proof that what was owed is paid, returned or pending, with arrears of a rise that came late", run: tellLeapStory },
    { name: 'insurance', description: 'Health insurance over the made-up country: a plan, policies and their premiums, visits, and claims that are adjudicated step by step', run: tellInsuranceStory },
    { name: 'pension', description: 'A pension over the made-up country: contributions of twenty years, claims, awards by a second person, and the first payment; how many households are in all three programmes', run: tellPensionStory },
  ],
});
