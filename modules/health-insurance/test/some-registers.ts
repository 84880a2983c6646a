import { type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';

/** Somebody with every permission. */
export function anybody(platform: TestPlatform, name: string, more: object = {}): TestClient {
  return platform.as({ name, permissions: platform.platform.plan.modules.flatMap((module) => module.permissions ?? []).map((permission) => permission.name), ...more });
}

/** What a mutation answers, where it is not refused. */
export async function done<A = Record<string, unknown>>(client: TestClient, name: string, selection: string, input: object): Promise<A> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const answer = await client.run<Record<string, A>>(`mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code message path hint } } }`, { input });
  return answer[name] as A;
}

/** Codes of why a mutation is refused. */
export async function refusedFor(client: TestClient, name: string, input: object): Promise<readonly string[]> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return (await client.refuse(`mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code message path hint } } }`, { input })).map(({ code }) => code);
}

/** A service as inputs have it. */
export const service = (code: string, unitPrice: string, more: object = {}): object => ({ code, name: `Service ${code}`, unitPrice, currency: 'GHS', validFrom: '2020-01-01', ...more });

/** A place with a hospital H and a dispensary D, services, diagnoses, and one price list that both go by. */
export async function someRegisters(platform: TestPlatform): Promise<void> {
  const keeper = anybody(platform, 'keeper');
  await keeper.run('mutation { placesRegister(input: { places: [{ code: "R", name: "R", level: "region" }, { code: "V", name: "V", level: "village", parentCode: "R" }] }) { userErrors { message } } }');
  for (const [code, name] of [['H', 'Hospital'], ['D', 'Dispensary']]) {
    await done(keeper, 'organisationRegister', 'organisation { id }', { code, name, placeCode: 'V', openedOn: '2020-01-01', roles: [{ role: 'health-facility' }] });
  }
  await done(keeper, 'healthFacilitiesRegister', 'added', {
    facilities: [{ organisationCode: 'H', level: 'HOSPITAL', contractFrom: '2020-01-01' }, { organisationCode: 'D', level: 'DISPENSARY', care: 'OUT_PATIENT', contractFrom: '2020-01-01' }],
  });
  await done(keeper, 'healthServicesRegister', 'added', {
    services: [
      service('CONS', '20.00', { category: 'CONSULTATION' }), service('LAB', '7.50', { mostQuantity: '3' }), service('BED', '40.00', { category: 'HOSPITALISATION', care: 'IN_PATIENT' }),
      service('SURG', '500.00', { category: 'SURGERY' }), service('BIRTH', '300.00', { category: 'DELIVERY', patientSex: 'FEMALE', patientAge: 'ADULT' }), service('ANC', '15.00', { category: 'ANTENATAL', patientSex: 'FEMALE' }),
      service('CHECK', '30.00', { frequencyDays: 30 }), service('PARA', '0.35', { kind: 'ITEM' }), service('SYRUP', '4.25', { kind: 'ITEM', patientAge: 'MINOR' }), service('OLD', '1.00', { validTo: '2021-01-01' }), service('UNLISTED', '9.00'), service('NEW', '40.00'),
    ],
  });
  await done(keeper, 'diagnosesRegister', 'added', { diagnoses: [{ code: 'A01', name: 'Typhoid fever', validFrom: '2020-01-01' }, { code: 'B50', name: 'Malaria', validFrom: '2020-01-01' }, { code: 'O80', name: 'Single spontaneous delivery', validFrom: '2020-01-01' }] });
  await done(keeper, 'priceListCreate', 'priceList { id }', { code: 'NATIONAL', name: 'National list' });
  await done(keeper, 'pricesSet', 'added', { listCode: 'NATIONAL', from: '2020-01-01', prices: ['CONS', 'LAB', 'BED', 'SURG', 'BIRTH', 'ANC', 'CHECK', 'PARA', 'SYRUP', 'OLD'].map((serviceCode) => ({ serviceCode })) });
  await done(keeper, 'priceListAssign', 'added', { listCode: 'NATIONAL', facilityCodes: ['H', 'D'], from: '2020-01-01' });
}
