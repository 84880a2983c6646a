import { conformance } from '@kinga/plugin-sdk/testing';
import { cashTransfers } from '../src/index.js';
import { someCycle } from './some-cycle.js';

conformance(cashTransfers, {
  modules: [cashTransfers],
  variables: async (platform) => {
    const { programme, cycle } = await someCycle(platform);
    return {
      Cycles: { programme: 'CASH' },
      OpenCycle: { input: { programmeId: programme, number: 2, periodFrom: '2026-03-01', periodTo: '2026-04-30' } },
      DetermineCycle: { input: { cycleId: cycle, idempotencyKey: 'determine-cycle-1' } },
      HeldHouseholds: { cycle },
      OwedToHousehold: { code: 'H-1' },
    };
  },
});
