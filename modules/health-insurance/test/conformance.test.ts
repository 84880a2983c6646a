import { conformance } from '@kinga/plugin-sdk/testing';
import { healthInsurance } from '../src/index.js';
import { asked, enter, family, line, someFamily } from './some-claims.js';
import { claimed, planWith } from './some-adjudication.js';
import { policyOperations } from './policy-operations.js';
import { someRemittance } from './some-remittance.js';
import { somePolicy } from './some-policy.js';
import { anybody, done, service, someRegisters } from './some-registers.js';

conformance(healthInsurance, {
  textsThatStay: [
    'health_insurance.claim.code',
    'health_insurance.claim.reason',
    'health_insurance.claim_line_result.price_origin',
    'health_insurance.claim_line_result.reason',
    'health_insurance.claim_line_step.reason',
    'health_insurance.claim_line_step.step',
    'health_insurance.consumption.category',
    'health_insurance.coverage.ended_because',
    'health_insurance.policy.number',
    'health_insurance.policy.reason',
    'health_insurance.policy_line.code',
    'health_insurance.policy_share.rule_code',
  ],
  modules: [healthInsurance],
  variables: async (platform) => {
    await someRegisters(platform);
    const { Ama = '', Kofi = '' } = await someFamily(platform, 'F-1', family);
    const clerk = anybody(platform, 'clerk');
    const claims = [await enter(clerk, asked(Ama, [line('CONS'), line('PARA')], { visitFrom: '2020-03-02', otherDiagnosisCodes: ['B50'] })), await enter(clerk, asked(Kofi, [line('LAB')], { visitFrom: '2020-03-02' }))];
    await done(clerk, 'claimSubmit', 'claims { id }', { ids: [claims[0]] });
    await somePolicy(platform, await planWith(platform, 'CONFORM', {}, ['CONS', 'PARA']), 'F-1', [Ama], { from: '2020-01-01', to: '2020-12-31' });
    const { id: decided } = await claimed(platform, asked(Ama, [line('CONS'), line('LAB')], { visitFrom: '2020-03-02' }));
    const { id: checked } = await claimed(platform, asked(Ama, [line('PARA')], { visitFrom: '2020-03-03' }), 'CHECKED');
    const remitted = await someRemittance(platform, 'CONFORM');
    return {
      CreateRemittanceRun: { input: { programmeId: remitted.programme, idempotencyKey: 'remittance-run-2' } },
      ApproveRemittanceRun: { input: { id: remitted.run, idempotencyKey: 'remittance-approve-1' } },
      RemittanceAdvice: { id: remitted.remittance },
      PayRemittance: { input: { id: remitted.remittance, reference: 'BANK-1', idempotencyKey: 'remittance-pay-1' } },
      ...(await policyOperations(platform)),
      PackageOfServices: { code: 'CONS' },
      RegisterHealthServices: { input: { services: [service('NEW', '1.00')] } },
      ImportHealthRegister: { input: { register: 'DIAGNOSES', file: 'code,name,valid_from\nZ00,General examination,2020-01-01\n' } },
      SelectClaims: { input: { purpose: 'REVIEW', sample: '0.5' } },
      ReviewClaim: { input: { id: checked, lines: [{ number: 1, quantity: '1', justification: 'Enough' }] } },
      RecordClaimFeedback: { input: { id: decided, careRendered: true, paymentAsked: false, drugsPrescribed: false, drugsReceived: false, assessment: 4 } },
      ReopenClaim: { input: { id: decided, reason: 'Corrected' } },
      ClaimStatistics: { from: '2020-01-01', to: '2030-12-31' },
      ClaimExplained: { id: decided },
      AdjudicateClaims: { input: { ids: [claims[0]] } },
      ClaimWithLines: { id: claims[0] },
      EnterClaim: { input: asked(Ama, [line('CONS')], { visitFrom: '2020-03-02' }) },
      SubmitClaims: { input: { ids: [claims[1]] } },
      ReceiveClaims: { input: { claims: [asked(Ama, [line('CONS')], { visitFrom: '2020-03-02' })] } },
      SetPrices: { input: { listCode: 'NATIONAL', from: '2026-01-01', prices: [{ serviceCode: 'CONS', unitPrice: '22.00' }] } },
    };
  },
});
