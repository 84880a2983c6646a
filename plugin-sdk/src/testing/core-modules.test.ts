import { coreModules } from '@kinga/core';
import { conformance } from './index.js';

for (const module of coreModules) conformance(module);
