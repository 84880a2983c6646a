import { conformance } from '@kinga/plugin-sdk/testing';
import { pensions } from '../src/index.js';
import { contributionVariables } from './some-contributions.js';
import { pensionsOfAllKinds } from './some-pensions-of-all-kinds.js';

conformance(pensions, {
  textsThatStay: [
    'pensions.contribution.parts',
    'pensions.declaration_line.category',
    'pensions.declaration_line.parts',
    'pensions.declaration_line.reasons',
  ],
  modules: [pensions],
  variables: async (platform) => ({ ...await contributionVariables(platform), ...await pensionsOfAllKinds(platform) }),
});
