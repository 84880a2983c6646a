import { conformance } from '@kinga/plugin-sdk/testing';
import { cashTransfers } from '../src/index.js';
import { someCondition, someCycle, twoMoreCycles } from './some-cycle.js';

conformance(cashTransfers, {
  textsThatStay: [
    'cash_transfers.consequence.held_back',
  ],
  modules: [cashTransfers],
  variables: async (platform) => {
    const { programme, cycle } = await someCycle(platform);
    const joined = await twoMoreCycles(platform, programme);
    const { condition, person, shock } = await someCondition(platform, programme);
    return {
      Cycles: { programme: 'CASH' },
      OpenCycle: { input: { programmeId: programme, number: 2, periodFrom: '2026-03-01', periodTo: '2026-04-30' } },
      PlanCycles: { input: { programmeId: programme, number: 3, periodFrom: '2026-05-01', months: 2, count: 2, dueAfterDays: 5 } },
      JoinCycles: { input: { cycleIds: joined, dueOn: '2026-12-31', reason: 'paid together' } },
      DetermineCycle: { input: { cycleId: cycle, idempotencyKey: 'determine-cycle-1' } },
      HeldHouseholds: { cycle },
      OwedToHousehold: { code: 'H-1' },
      Coverage: { programme, from: '2026-01-01', to: '2026-02-28', level: 'village' },
      PaidByMonth: { programme, from: '2026-01-01', to: '2026-12-31' },
      ExportIndicator: { input: { format: 'CSV', indicator: { code: 'transactions.owed', from: '2026-01-01', to: '2026-12-31', by: ['MONTH'] } } },
      Conditions: { programme: 'CASH' },
      DefineCondition: { input: { programmeId: programme, code: 'school', name: 'Goes to school', ageFrom: 6, ageUntil: 17, validFrom: '2026-01-01' } },
      RecordCompliance: { input: { conditionId: condition, month: '2026-02-01', lines: [{ personId: person, outcome: 'MET' }] } },
      DrawConsequences: { input: { programmeId: programme, month: '2026-01-01', idempotencyKey: 'draw-again-1' } },
      ComplianceOfHousehold: { code: 'H-1' },
      ShockPlan: { shock },
      ProposeShock: {
        input: {
          code: 'FLOOD-1', kind: 'FLOOD', name: 'A made-up flood', happenedOn: '2026-02-01', endsOn: '2026-04-30', placeCodes: ['V'],
          measures: [{ programmeId: programme, kind: 'TOP_UP', topUp: { amount: '5.00', budget: '100.00', dueOn: '2026-03-01' } }],
        },
      },
      DecideShock: { input: { shockId: shock, declare: true, idempotencyKey: 'declare-drought' } },
    };
  },
});
