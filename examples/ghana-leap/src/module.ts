import { defineModule } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { householdAttributes, personAttributes } from './attributes.js';
import { seedLeap } from './seed-leap.js';

export const ghanaLeap = defineModule(pkg, {
  description: "Ghana's LEAP: attributes, eligibility and published rates",
  attributes: [personAttributes, householdAttributes],
  seeds: [{ name: 'ghana-leap.programme', kind: 'reference', run: seedLeap }],
});
