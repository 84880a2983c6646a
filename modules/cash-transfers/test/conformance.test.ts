import { conformance } from '@kinga/plugin-sdk/testing';
import { cashTransfers } from '../src/index.js';

conformance(cashTransfers, { modules: [cashTransfers] });
