import { conformance } from '@kinga/plugin-sdk/testing';
import { pensions } from '../src/index.js';
import { contributionVariables } from './some-contributions.js';
import { pensionsOfAllKinds } from './some-pensions-of-all-kinds.js';

conformance(pensions, {
  modules: [pensions],
  variables: async (platform) => ({ ...await contributionVariables(platform), ...await pensionsOfAllKinds(platform) }),
});
