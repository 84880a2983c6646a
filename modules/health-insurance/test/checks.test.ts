import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { claimed, planWith } from './some-adjudication.js';
import { asked, family, line, someFamily } from './some-claims.js';
import { somePolicy } from './some-policy.js';
import { anybody, done, service, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let version: string;

/** A family of its own with a policy; gives the id of each by name. */
async function insured(code: string, terms: object = {}, plan = version): Promise<Readonly<Record<string, string>>> {
  const people = await someFamily(platform, code, family);
  await somePolicy(platform, plan, code, Object.values(people), terms);
  return people;
}
const of = (people: Readonly<Record<string, string>>, name: string): string => people[name] ?? '';
const lines = async (claim: object): Promise<readonly string[]> => (await claimed(platform, claim)).lines;

const ALL = ['CONS', 'LAB', 'BED', 'SURG', 'BIRTH', 'ANC', 'CHECK', 'PARA', 'SYRUP', 'OLD'];

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-06-01' });
  await someRegisters(platform);
  version = await planWith(platform, 'PLAN', {}, ALL);
});
afterAll(() => platform.stop());

describe('Claims are checked', () => {
  it('CLM-1, CLM-26: what passes is assigned and valued, what fails is rejected with why', async () => {
    const people = await insured('A');
    expect(await claimed(platform, asked(of(people, 'Ama'), [line('CONS'), line('UNLISTED')]))).toMatchObject({ state: 'VALUED', reason: null, category: 'CONSULTATION', approved: { amount: '20.00' }, lines: ['CONS: 20/0/0/0/0', 'UNLISTED: NOT_IN_PRICE_LIST'] });
    expect(await claimed(platform, asked(of(people, 'Ama'), [line('UNLISTED')]))).toMatchObject({ state: 'REJECTED', reason: 'ALL_LINES_REJECTED', approved: { amount: '0' } });
  });

  it('CLM-4: reasons are codes with the numbers of openIMIS', async () => {
    const { claimReasons } = await anybody(platform, 'x').run<{ claimReasons: { code: string; number: number }[] }>('{ claimReasons { code number description } }');
    const numbers = [-2, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21];
    expect([...new Set(claimReasons.map(({ number }) => number))].sort((a, b) => a - b)).toEqual(numbers);
  });

  it('CLM-20: the claim first: claimed before the visit, a patient who died, no cover that spans the stay, no contract', async () => {
    const people = await insured('B');
    const [Ama, Kofi] = [of(people, 'Ama'), of(people, 'Kofi')];
    expect(await claimed(platform, asked(Ama, [line('CONS')], { visitFrom: '2026-03-05', claimedOn: '2026-03-04' }))).toMatchObject({ state: 'REJECTED', reason: 'VISIT_DATE', lines: ['CONS: VISIT_DATE'] });
    await platform.pool.query("update people.person set death_date = '2026-03-01' where id = (select head_id from people.household where code = 'B')");
    expect(await claimed(platform, asked(Ama, [line('CONS')]))).toMatchObject({ state: 'REJECTED', reason: 'PATIENT_NOT_INSURED', lines: ['CONS: PATIENT_NOT_INSURED'] });
    expect(await claimed(platform, asked(Kofi, [line('BED')], { visitFrom: '2025-12-30', visitTo: '2026-01-02' }))).toMatchObject({ state: 'REJECTED', reason: 'PATIENT_NOT_INSURED', lines: ['BED: NO_COVERAGE_ON_DATES'] });
    const stranger = await someFamily(platform, 'B2', family);
    expect(await claimed(platform, asked(of(stranger, 'Ama'), [line('CONS'), line('LAB')]))).toMatchObject({ reason: 'PATIENT_NOT_INSURED', lines: ['CONS: NO_COVERAGE_ON_DATES', 'LAB: NO_COVERAGE_ON_DATES'] });
    await done(anybody(platform, 'keeper'), 'healthFacilitiesRegister', 'changed', { facilities: [{ organisationCode: 'D', level: 'DISPENSARY', care: 'OUT_PATIENT', contractFrom: '2020-01-01', contractTo: '2026-04-01' }] });
    expect(await claimed(platform, asked(Kofi, [line('CONS')], { facilityCode: 'D', visitFrom: '2026-04-01' }))).toMatchObject({ state: 'REJECTED', reason: 'INVALID_CLAIM', lines: ['CONS: INVALID_CLAIM'] });
    expect((await claimed(platform, asked(Kofi, [line('CONS')], { facilityCode: 'D', visitFrom: '2026-03-31' }))).state).toBe('VALUED');
    await done(anybody(platform, 'keeper'), 'diagnosesRegister', 'changed', { diagnoses: [{ code: 'GONE', name: 'No longer used', validFrom: '2020-01-01', validTo: '2025-01-01' }] });
    expect((await claimed(platform, asked(Kofi, [line('CONS')], { diagnosisCode: 'GONE' }))).reason).toBe('DIAGNOSIS_NOT_IN_LIST');
  });

  it('CLM-20: cover that is renewed without a gap spans a stay as one', async () => {
    const people = await someFamily(platform, 'B3', family);
    await somePolicy(platform, version, 'B3', Object.values(people), { from: '2025-01-01', to: '2025-12-31' });
    await somePolicy(platform, version, 'B3', Object.values(people), { from: '2026-01-01', to: '2026-12-31' });
    expect((await claimed(platform, asked(of(people, 'Ama'), [line('BED')], { visitFrom: '2025-12-30', visitTo: '2026-01-02' }))).state).toBe('VALUED');
  });

  it('CLM-21: then each line: register, price list, kind of care, patient, and the first that fails is told', async () => {
    const people = await insured('C');
    const [Ama, Kofi, Yaw] = [of(people, 'Ama'), of(people, 'Kofi'), of(people, 'Yaw')];
    expect(await lines(asked(Ama, [line('OLD'), line('UNLISTED'), line('CONS')]))).toEqual(['OLD: NOT_IN_REGISTER', 'UNLISTED: NOT_IN_PRICE_LIST', 'CONS: 20/0/0/0/0']);
    expect(await lines(asked(Ama, [line('BED'), line('CONS')], { facilityCode: 'D' }))).toEqual(['BED: CARE_TYPE', 'CONS: 20/0/0/0/0']);
    expect(await lines(asked(Ama, [line('CONS')], { facilityCode: 'D', visitTo: '2026-03-03' }))).toEqual(['CONS: CARE_TYPE']);
    expect(await lines(asked(Kofi, [line('BIRTH'), line('SYRUP')]))).toEqual(['BIRTH: PATIENT_CATEGORY', 'SYRUP: PATIENT_CATEGORY']);
    expect(await lines(asked(Yaw, [line('SYRUP')]))).toEqual(['SYRUP: 4.25/0/0/0/0']);
    expect(await lines(asked(of(people, 'Esi'), [line('BIRTH'), line('ANC')]))).toEqual(['BIRTH: PATIENT_CATEGORY', 'ANC: 15/0/0/0/0']);
  });

  it('CLM-21, A-15: the same within its days before is rejected, and what was given later holds back nothing', async () => {
    const people = await insured('D');
    const check = (day: string): Promise<readonly string[]> => lines(asked(of(people, 'Ama'), [line('CHECK')], { visitFrom: day }));
    expect(await check('2026-03-15')).toEqual(['CHECK: 30/0/0/0/0']);
    expect(await check('2026-04-13')).toEqual(['CHECK: FREQUENCY']);
    expect(await check('2026-04-14')).toEqual(['CHECK: 30/0/0/0/0']);
    expect(await check('2026-02-20')).toEqual(['CHECK: 30/0/0/0/0']);
    expect(await lines(asked(of(people, 'Kofi'), [line('CHECK')], { visitFrom: '2026-03-16' }))).toEqual(['CHECK: 30/0/0/0/0']);
  });

  it('CLM-21: for services frequency comes before the patient, for items after', async () => {
    const keeper = anybody(platform, 'keeper');
    await done(keeper, 'healthServicesRegister', 'added', { services: [service('MEN-S', '1.00', { frequencyDays: 30 }), service('MEN-I', '1.00', { kind: 'ITEM', frequencyDays: 30 })] });
    await done(keeper, 'pricesSet', 'added', { listCode: 'NATIONAL', from: '2020-01-01', prices: [{ serviceCode: 'MEN-S' }, { serviceCode: 'MEN-I' }] });
    const people = await insured('D2', {}, await planWith(platform, 'MEN', {}, ['MEN-S', 'MEN-I']));
    expect(await lines(asked(of(people, 'Ama'), [line('MEN-S'), line('MEN-I')]))).toEqual(['MEN-S: 1/0/0/0/0', 'MEN-I: 1/0/0/0/0']);
    await done(keeper, 'healthServicesRegister', 'changed', { services: [service('MEN-S', '1.00', { frequencyDays: 30, patientSex: 'MALE' }), service('MEN-I', '1.00', { kind: 'ITEM', frequencyDays: 30, patientSex: 'MALE' })] });
    expect(await lines(asked(of(people, 'Ama'), [line('MEN-S'), line('MEN-I')], { visitFrom: '2026-03-09' }))).toEqual(['MEN-S: FREQUENCY', 'MEN-I: PATIENT_CATEGORY']);
  });

  it('CLM-22: a policy counts on the days that it covers, also once it has expired, and not before it is effective', async () => {
    const people = await insured('E', { from: '2026-02-01', to: '2026-04-30' });
    const on = async (day: string): Promise<string> => (await claimed(platform, asked(of(people, 'Ama'), [line('CONS')], { visitFrom: day }))).state;
    await platform.pool.query("update health_insurance.policy set state = 'EXPIRED', state_on = '2026-05-01' where household_id = (select id from people.household where code = 'E')");
    expect([await on('2026-01-31'), await on('2026-02-01'), await on('2026-04-30'), await on('2026-05-01')]).toEqual(['REJECTED', 'VALUED', 'VALUED', 'REJECTED']);
  });

  it('CLM-23: waiting periods are counted in months from when somebody came to the policy, for adults and for children', async () => {
    const waiting = await planWith(platform, 'WAIT', {}, [{ serviceCode: 'CONS', waitingMonthsAdult: 3, waitingMonthsChild: 1 }]);
    const people = await someFamily(platform, 'W', family);
    await somePolicy(platform, waiting, 'W', Object.values(people), { joined: { [of(people, 'Yaw')]: '2026-04-01' } });
    const on = async (name: string, day: string): Promise<string> => (await lines(asked(of(people, name), [line('CONS')], { visitFrom: day })))[0] ?? '';
    expect(await on('Ama', '2026-03-31')).toBe('CONS: WAITING_PERIOD');
    expect(await on('Ama', '2026-04-01')).toBe('CONS: 20/0/0/0/0');
    expect([await on('Esi', '2026-01-31'), await on('Esi', '2026-02-01'), await on('Yaw', '2026-04-30'), await on('Yaw', '2026-05-01')]).toEqual(['CONS: WAITING_PERIOD', 'CONS: 20/0/0/0/0', 'CONS: WAITING_PERIOD', 'CONS: 20/0/0/0/0']);
    const renewed = await someFamily(platform, 'W2', family);
    await somePolicy(platform, waiting, 'W2', Object.values(renewed), { stage: 'RENEWED', joined: { [of(renewed, 'Esi')]: '2026-03-01' } });
    expect(await lines(asked(of(renewed, 'Ama'), [line('CONS')], { visitFrom: '2026-01-02' }))).toEqual(['CONS: 20/0/0/0/0']);
    expect(await lines(asked(of(renewed, 'Esi'), [line('CONS')], { visitFrom: '2026-03-02' }))).toEqual(['CONS: WAITING_PERIOD']);
  });

  it('CLM-24, A-8: a line is trimmed to what is left of the quantity of the period, and rejected where nothing is', async () => {
    const most = await planWith(platform, 'MOST', {}, [{ serviceCode: 'PARA', mostQuantityAdult: '10', mostQuantityChild: '2.5' }]);
    const people = await insured('Q', {}, most);
    const of2 = (name: string, ...quantities: string[]): Promise<readonly string[]> => lines(asked(of(people, name), quantities.map((quantity) => line('PARA', { quantity, price: '0.30' }))));
    expect(await of2('Ama', '6')).toEqual(['PARA: 1.8/0/0/0/0']);
    expect(await of2('Ama', '6')).toEqual(['PARA: 1.2/0.6/0/0/0']);
    expect(await of2('Ama', '1')).toEqual(['PARA: MOST_QUANTITY']);
    expect(await of2('Kofi', '8', '8', '8')).toEqual(['PARA: 2.4/0/0/0/0', 'PARA: 0.6/1.8/0/0/0', 'PARA: MOST_QUANTITY']);
    expect(await of2('Yaw', '3')).toEqual(['PARA: 0.75/0.15/0/0/0']);
  });

  it('CLM-25, A-14: where no more claims of a category are covered all lines of one are rejected, and 0 is none at all', async () => {
    const counted = await planWith(platform, 'COUNT', { categoryLimits: [{ category: 'CONSULTATION', most: 2 }, { category: 'SURGERY', most: 0 }, { category: 'VISIT', most: 1 }, { category: 'ANTENATAL', most: 1 }, { category: 'HOSPITALISATION', most: 1 }, { category: 'DELIVERY', most: 1 }] }, ALL);
    const people = await insured('N', {}, counted);
    const [Ama, Kofi] = [of(people, 'Ama'), of(people, 'Kofi')];
    const consult = (who: string): Promise<readonly string[]> => lines(asked(who, [line('CONS'), line('PARA')]));
    expect([await consult(Ama), await consult(Ama), await consult(Ama), await consult(Kofi)].map(([first]) => first)).toEqual(['CONS: 20/0/0/0/0', 'CONS: 20/0/0/0/0', 'CONS: MOST_CONSULTATIONS', 'CONS: 20/0/0/0/0']);
    expect(await claimed(platform, asked(Ama, [line('CONS'), line('PARA')]))).toMatchObject({ state: 'REJECTED', reason: 'MOST_CONSULTATIONS', lines: ['CONS: MOST_CONSULTATIONS', 'PARA: MOST_CONSULTATIONS'] });
    expect(await claimed(platform, asked(Ama, [line('SURG'), line('CONS')]))).toMatchObject({ category: 'SURGERY', reason: 'MOST_SURGERIES' });
    for (const [code, category, reason] of [['PARA', 'VISIT', 'MOST_VISITS'], ['ANC', 'ANTENATAL', 'MOST_ANTENATAL'], ['BED', 'HOSPITALISATION', 'MOST_ADMISSIONS'], ['BIRTH', 'DELIVERY', 'MOST_DELIVERIES']] as const) {
      expect(await claimed(platform, asked(Ama, [line(code)]))).toMatchObject({ state: 'VALUED', category });
      expect(await claimed(platform, asked(Ama, [line(code)]))).toMatchObject({ state: 'REJECTED', reason });
    }
  });

  it('CLM-2: a claim is of the first category that one of its services is, and of hospitalisation where the stay is longer than a day', async () => {
    const people = await insured('K');
    const category = async (codes: readonly string[], more: object = {}): Promise<string | null> => (await claimed(platform, asked(of(people, 'Ama'), codes.map((code) => line(code)), more))).category;
    expect([await category(['CONS', 'SURG', 'BIRTH']), await category(['ANC', 'BIRTH']), await category(['CONS', 'ANC']), await category(['BED', 'CONS']), await category(['LAB', 'CONS']), await category(['LAB', 'PARA']), await category(['PARA'])])
      .toEqual(['SURGERY', 'DELIVERY', 'ANTENATAL', 'HOSPITALISATION', 'CONSULTATION', 'OTHER', 'VISIT']);
    expect([await category(['CONS'], { visitTo: '2026-03-03' }), await category(['SURG'], { visitTo: '2026-03-03' })]).toEqual(['HOSPITALISATION', 'SURGERY']);
  });

  it('CLM-26: of several policies that pays under which the member bears least', async () => {
    const share = await planWith(platform, 'SHARE', {}, [{ serviceCode: 'CONS', limits: [{ visit: 'OTHER', kind: 'SHARE', adult: '0.8', child: '0.8' }] }, { serviceCode: 'LAB', limits: [{ visit: 'OTHER', kind: 'SHARE', adult: '0.5', child: '0.5' }] }]);
    const amount = await planWith(platform, 'FIXED', {}, [{ serviceCode: 'CONS', limits: [{ visit: 'OTHER', kind: 'AMOUNT', adult: '15', child: '15' }] }, { serviceCode: 'LAB', limits: [{ visit: 'OTHER', kind: 'AMOUNT', adult: '9', child: '9' }] }]);
    const people = await insured('T', {}, share);
    await somePolicy(platform, amount, 'T', Object.values(people));
    expect(await lines(asked(of(people, 'Ama'), [line('CONS'), line('LAB')]))).toEqual(['CONS: 16/0/0/4/0', 'LAB: 7.5/0/0/0/0']);
  });

  it('A-13: where one of two policies makes wait, or does not cover, the other pays', async () => {
    const waits = await planWith(platform, 'WAITS', {}, [{ serviceCode: 'CONS', waitingMonthsAdult: 12, waitingMonthsChild: 12 }]);
    const pays = await planWith(platform, 'PAYS', {}, [{ serviceCode: 'CONS', mostQuantityAdult: '1' }]);
    const people = await insured('U', {}, waits);
    await somePolicy(platform, pays, 'U', Object.values(people));
    expect(await lines(asked(of(people, 'Ama'), [line('CONS'), line('LAB')]))).toEqual(['CONS: 20/0/0/0/0', 'LAB: NOT_COVERED']);
    expect(await lines(asked(of(people, 'Ama'), [line('CONS')]))).toEqual(['CONS: MOST_QUANTITY']);
  });
});
