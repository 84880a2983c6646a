import { conformance } from '@kinga/plugin-sdk/testing';
import { healthInsurance } from '../src/index.js';
import { service, someRegisters } from './some-registers.js';

conformance(healthInsurance, {
  modules: [healthInsurance],
  variables: async (platform) => {
    await someRegisters(platform);
    return {
      PackageOfServices: { code: 'CONS' },
      RegisterHealthServices: { input: { services: [service('NEW', '1.00')] } },
      ImportHealthRegister: { input: { register: 'DIAGNOSES', file: 'code,name,valid_from\nZ00,General examination,2020-01-01\n' } },
      SetPrices: { input: { listCode: 'NATIONAL', from: '2026-01-01', prices: [{ serviceCode: 'CONS', unitPrice: '22.00' }] } },
    };
  },
});
