import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { anybody, done, refusedFor, service, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let keeper: TestClient;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-01-10' });
  keeper = anybody(platform, 'keeper');
  await someRegisters(platform);
});
afterAll(() => platform.stop());

const priceOn = async (code: string, day: string): Promise<string | undefined> => (await platform.pool.query<{ price: string }>(
  `select unit_price::text as price from health_insurance.price_at((select f.id from health_insurance.facility f join people.organisation o on o.id = f.organisation_id where o.code = 'H'), (select id from health_insurance.service where code = $1), $2::date)`, [code, day])).rows[0]?.price;

describe('the registers', () => {
  it('GEO-2: know facilities by level, care, contract and price list, seen by those of their place or their organisation', async () => {
    const seen = (who: object) => anybody(platform, 'clerk', who).run<{ healthFacilities: { nodes: object[] } }>('{ healthFacilities(orderBy: [{ contractFrom: ASC }]) { nodes { level care organisation { code } priceLists { nodes { validFrom priceList { code } } } } } }');
    expect((await seen({ organisations: ['D'] })).healthFacilities.nodes).toEqual([
      { level: 'DISPENSARY', care: 'OUT_PATIENT', organisation: { code: 'D' }, priceLists: { nodes: [{ validFrom: '2020-01-01', priceList: { code: 'NATIONAL' } }] } },
    ]);
    expect((await seen({ places: ['V'] })).healthFacilities.nodes).toHaveLength(2);
    expect((await seen({ places: [] })).healthFacilities.nodes).toEqual([]);
  });

  it('INS-8: say in words which patients a service is for', async () => {
    const { healthService } = await keeper.run<{ healthService: object }>('{ healthService(by: { code: "BIRTH" }) { kind category care patientSex patientAge frequencyDays mostQuantity unitPrice { amount currency } } }');
    expect(healthService).toEqual({ kind: 'SERVICE', category: 'DELIVERY', care: 'BOTH', patientSex: 'FEMALE', patientAge: 'ADULT', frequencyDays: null, mostQuantity: null, unitPrice: { amount: '300.00', currency: 'GHS' } });
  });

  it('take many rows at once: new ones are added, others replaced, the same left alone', async () => {
    expect(await done(keeper, 'healthServicesRegister', 'added changed unchanged', { services: [service('CONS', '20.00', { category: 'CONSULTATION' }), service('LAB', '8.00', { mostQuantity: '3' }), service('XRAY', '60.00')] }))
      .toMatchObject({ added: 1, changed: 1, unchanged: 1 });
    await done(keeper, 'healthServicesRegister', 'added', { services: [service('LAB', '7.50', { mostQuantity: '3' })] });
  });

  it('CLM-12: know what packages are made of', async () => {
    await done(keeper, 'healthServicesRegister', 'added', { services: [service('PACK', '50.00', { package: 'BUNDLE', parts: [{ code: 'CONS', quantity: '1' }, { code: 'LAB', quantity: '2' }] })] });
    const { healthService } = await keeper.run<{ healthService: object }>('{ healthService(by: { code: "PACK" }) { package parts(orderBy: [{ quantity: ASC }]) { nodes { quantity part { code } } } } }');
    expect(healthService).toEqual({ package: 'BUNDLE', parts: { nodes: [{ quantity: '1', part: { code: 'CONS' } }, { quantity: '2', part: { code: 'LAB' } }] } });
    expect(await refusedFor(keeper, 'healthServicesRegister', { services: [service('P2', '1.00', { package: 'FIXED' })] })).toEqual(['PACKAGE_PARTS']);
    expect(await refusedFor(keeper, 'healthServicesRegister', { services: [service('P3', '1.00', { package: 'FIXED', parts: [{ code: 'PACK', quantity: '1' }] })] })).toEqual(['PACKAGE_IN_PACKAGE']);
    expect(await refusedFor(keeper, 'healthServicesRegister', { services: [service('P4', '1.00', { package: 'FIXED', parts: [{ code: 'NOBODY', quantity: '1' }] })] })).toEqual(['HEALTH_SERVICE_UNKNOWN']);
  });

  it('refuse what cannot be, everything at once, and take nothing then', async () => {
    expect(await refusedFor(keeper, 'healthServicesRegister', { services: [service('X1', '-1.00'), service('X2', '1.001'), service('X3', '1.00', { validTo: '2020-01-01' })] })).toEqual(['PRICE_NEGATIVE', 'PRICE_TOO_FINE', 'VALIDITY_PERIOD']);
    expect(await refusedFor(keeper, 'healthServicesRegister', { services: [service('X1', '1.00'), service('X1', '1.00')] })).toEqual(['CODE_TWICE']);
    const { healthServices } = await keeper.run<{ healthServices: object }>('{ healthServices(where: { code: { startsWith: "X1" } }) { totalCount } }');
    expect(healthServices).toEqual({ totalCount: 0 });
  });

  it('have prices by period: a price from a day on leaves what was before, and a later one replaces it', async () => {
    await done(keeper, 'pricesSet', 'changed', { listCode: 'NATIONAL', from: '2026-02-01', prices: [{ serviceCode: 'CONS', unitPrice: '25.00' }] });
    expect([await priceOn('CONS', '2026-01-31'), await priceOn('CONS', '2026-02-01'), await priceOn('UNLISTED', '2026-02-01'), await priceOn('CONS', '2019-12-31')]).toEqual(['20.00', '25.00', undefined, undefined]);
    await done(keeper, 'pricesSet', 'changed', { listCode: 'NATIONAL', from: '2026-01-15', prices: [{ serviceCode: 'CONS', unitPrice: '22.00' }] });
    expect([await priceOn('CONS', '2026-01-14'), await priceOn('CONS', '2026-02-01')]).toEqual(['20.00', '22.00']);
    expect(await refusedFor(keeper, 'pricesSet', { listCode: 'NATIONAL', from: '2026-01-15', prices: [{ serviceCode: 'NOBODY' }, { serviceCode: 'CONS', unitPrice: '-1' }, { serviceCode: 'LAB', unitPrice: '1.001' }] })).toEqual(['HEALTH_SERVICE_UNKNOWN', 'PRICE_NEGATIVE', 'PRICE_TOO_FINE']);
  });

  it('have facilities go by another list from a day on', async () => {
    await done(keeper, 'priceListCreate', 'priceList { code }', { code: 'NEXT', name: 'Next' });
    await done(keeper, 'pricesSet', 'added', { listCode: 'NEXT', from: '2020-01-01', prices: [{ serviceCode: 'CONS', unitPrice: '99.00' }] });
    await done(keeper, 'priceListAssign', 'added', { listCode: 'NEXT', facilityCodes: ['H'], from: '2027-01-01' });
    expect([await priceOn('CONS', '2026-12-31'), await priceOn('CONS', '2027-01-01'), await priceOn('LAB', '2027-01-01')]).toEqual(['22.00', '99.00', undefined]);
    expect(await refusedFor(keeper, 'priceListAssign', { listCode: 'NEXT', facilityCodes: ['H', 'NOWHERE'], from: '2027-01-01' })).toEqual(['HEALTH_FACILITY_UNKNOWN']);
    expect(await refusedFor(keeper, 'healthFacilitiesRegister', { facilities: [{ organisationCode: 'NOWHERE', level: 'HOSPITAL', contractFrom: '2020-01-01' }] })).toEqual(['ORGANISATION_NOT_FOUND']);
  });

  it('OTH-4: come from files, all of a file or nothing, thousands of rows by as many statements as one', async () => {
    const file = ['code,name,kind,unit_price,currency,valid_from', ...Array.from({ length: 3000 }, (_, n) => `M${n},"Medicine, ${n}",ITEM,${n}.25,GHS,2020-01-01`), ''].join('\n');
    expect(await done(keeper, 'healthRegisterImport', 'added changed unchanged', { register: 'SERVICES', file })).toMatchObject({ added: 3000, changed: 0, unchanged: 0 });
    const many = keeper.statements();
    expect(await done(keeper, 'healthRegisterImport', 'added changed unchanged', { register: 'SERVICES', file: 'code,name,unit_price,currency,valid_from,kind\r\nM0,"Medicine, 0",0.30,GHS,2020-01-01,ITEM\r\n' })).toMatchObject({ added: 0, changed: 1 });
    expect(keeper.statements()).toBe(many);
    expect(await done(keeper, 'healthRegisterImport', 'added', { register: 'DIAGNOSES', file: 'code,name,valid_from\nA00,Cholera,2020-01-01\n' })).toMatchObject({ added: 1 });
    expect(await refusedFor(keeper, 'healthRegisterImport', { register: 'SERVICES', file: 'code,name,unit_price,currency,valid_from\nN1,N,1.00,GHS,2020-02-30\nN2,N,much,GHS,2020-01-01\n' })).toEqual(['REGISTER_COLUMN', 'REGISTER_COLUMN']);
    const fine = await keeper.refuse('mutation ($input: HealthRegisterImportInput!) { healthRegisterImport(input: $input) { userErrors { code message path hint } } }', {
      input: { register: 'SERVICES', file: 'code,name,unit_price,currency,valid_from\nN1,N,1.00,GHS,2020-01-01\nN2,"N\nN",1.001,GHS,2020-01-01\nN3,N,1.001,GHS,2020-01-01\n' },
    });
    expect(fine).toMatchObject([{ code: 'PRICE_TOO_FINE', path: ['input', 'file', '3', 'unitPrice'] }, { code: 'PRICE_TOO_FINE', path: ['input', 'file', '5', 'unitPrice'] }]);
    expect(await refusedFor(keeper, 'healthRegisterImport', { register: 'SERVICES', file: 'code,name\nN1,N\n' })).toEqual(['REGISTER_FILE']);
    expect(await refusedFor(keeper, 'healthRegisterImport', { register: 'DIAGNOSES', file: 'code,name,valid_from\nA00,"Cho' })).toEqual(['REGISTER_FILE']);
  });
});

it('What rules of premiums and subsidies know of the policy is listed once, with the kinds that know it', async () => {
  const { facts } = await anybody(platform, 'designer').run<{ facts: { id: string; module: string; kinds: string[] }[] }>('{ facts(target: HOUSEHOLD) { id module kinds } }');
  expect(facts.filter(({ id }) => id === 'policy.premium')).toEqual([{ id: 'policy.premium', module: 'health-insurance', kinds: ['PREMIUM', 'SUBSIDY'] }]);
});
