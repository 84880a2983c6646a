import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { asked, enter, family, line, someFamily, submit } from './some-claims.js';
import { anybody, done, refusedFor, service, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let clerk: TestClient;
let people: Readonly<Record<string, string>>;

const person = (name: string): string => people[name] ?? '';
const claimOf = async (id: string, selection: string, who = clerk): Promise<object> => (await who.run<{ claim: object }>(`query ($id: ID!) { claim(by: { id: $id }) { ${selection} } }`, { id })).claim;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-03-10', settings: { 'health-insurance': { claims: { explainAbove: '5', mostRestores: 1 } } } });
  clerk = anybody(platform, 'clerk', { organisations: ['H'] });
  await someRegisters(platform);
  people = await someFamily(platform, 'F-1', family);
});
afterAll(() => platform.stop());

describe('a claim', () => {
  it('CLM-1: is a draft first, which changes until it is submitted and never after', async () => {
    const id = await enter(clerk, asked(person('Ama'), [line('CONS'), line('PARA', { quantity: '5', price: '0.40' })]));
    expect(await claimOf(id, 'state reviewState feedbackState code claimed { amount currency } lines(orderBy: [{ number: ASC }]) { nodes { number serviceCode quantity price { amount } } }')).toEqual({
      state: 'ENTERED', reviewState: 'IDLE', feedbackState: 'IDLE', code: 'C0000000001', claimed: { amount: '22.00', currency: 'GHS' },
      lines: { nodes: [{ number: 1, serviceCode: 'CONS', quantity: '1', price: { amount: '20.00' } }, { number: 2, serviceCode: 'PARA', quantity: '5', price: { amount: '0.40' } }] },
    });
    const { version } = await claimOf(id, 'version') as { version: number };
    const { facilityCode: _, ...fields } = asked(person('Ama'), [line('LAB', { quantity: '2' })]) as { facilityCode: string };
    await done(clerk, 'claimChange', 'claim { id }', { id, version, ...fields });
    expect(await claimOf(id, 'claimed { amount } lines { nodes { serviceCode } }')).toEqual({ claimed: { amount: '15.00' }, lines: { nodes: [{ serviceCode: 'LAB' }] } });
    expect(await refusedFor(clerk, 'claimChange', { id, version, ...fields })).toEqual(['CLAIM_CHANGED']);
    await done(clerk, 'claimSubmit', 'claims { id }', { ids: [id] });
    expect(await claimOf(id, 'state submittedBy submittedOn')).toEqual({ state: 'SUBMITTED', submittedBy: 'clerk@example.org', submittedOn: '2026-03-10' });
    expect(await refusedFor(clerk, 'claimChange', { id, version: version + 2, ...fields })).toEqual(['CLAIM_STATE']);
    await expect(platform.pool.query("update health_insurance.claim set claimed = 1 where state = 'SUBMITTED'")).rejects.toThrow('while it is a draft alone');
    await expect(platform.pool.query('update health_insurance.claim_line set quantity = 9')).rejects.toThrow('while it is a draft alone');
    await expect(platform.pool.query("update health_insurance.claim set state = 'ENTERED', submitted_by = null, submitted_on = null where state = 'SUBMITTED'")).rejects.toThrow('cannot go from');
  });

  it('CLM-2, CLM-3: says how the patient came, and goes by the last day of the visit', async () => {
    await done(clerk, 'pricesSet', 'added', { listCode: 'NATIONAL', from: '2026-03-05', prices: [{ serviceCode: 'SURG', unitPrice: '550.00' }] });
    const id = await enter(clerk, asked(person('Kofi'), [line('SURG')], { visit: 'EMERGENCY', visitFrom: '2026-03-01', visitTo: '2026-03-06' }));
    expect(await claimOf(id, 'visit visitFrom visitTo claimed { amount }')).toEqual({ visit: 'EMERGENCY', visitFrom: '2026-03-01', visitTo: '2026-03-06', claimed: { amount: '550.00' } });
  });

  it('CLM-5: is refused with what is wrong, by codes', async () => {
    const refused = (claim: object): Promise<readonly string[]> => refusedFor(clerk, 'claimEnter', claim);
    const lines = [line('CONS')];
    await enter(clerk, asked(person('Ama'), lines, { code: 'A-1' }));
    expect(await refused(asked(person('Ama'), lines, { facilityCode: 'D' }))).toEqual(['HEALTH_FACILITY_UNKNOWN']);
    expect(await refused(asked(person('Ama'), lines, { code: 'A-1' }))).toEqual(['CLAIM_CODE_TAKEN']);
    expect(await refused(asked('person_00000000000000000000000000000000', lines))).toEqual(['PATIENT_UNKNOWN']);
    expect(await refused(asked(person('Ama'), lines, { visitTo: '2026-03-01' }))).toEqual(['CLAIM_VISIT_DAYS']);
    expect(await refused(asked(person('Ama'), lines, { diagnosisCode: 'X99' }))).toEqual(['DIAGNOSIS_UNKNOWN']);
    expect(await refused(asked(person('Ama'), [line('CONS', { price: '0' })]))).toEqual(['CLAIM_AMOUNT_ZERO']);
    expect(await refused(asked(person('Ama'), [line('CONS', { quantity: '0.004', price: '1.00' })]))).toEqual(['CLAIM_AMOUNT_ZERO']);
    expect(await refused(asked(person('Ama'), [line('ITEM-NO')]))).toEqual(['HEALTH_SERVICE_UNKNOWN']);
    expect(await refused(asked(person('Ama'), [line('NO')]))).toEqual(['HEALTH_SERVICE_UNKNOWN']);
    expect(await refused(asked(person('Ama'), lines, { visitFrom: '2026-03-11' }))).toEqual(['CLAIM_IN_FUTURE']);
    expect(await refused(asked(person('Ama'), [line('CONS', { price: '-1' }), line('LAB', { price: '1.005' })]))).toEqual(['CLAIM_PRICE', 'CLAIM_PRICE']);
  });

  it('CLM-10: has a code of at most 20 characters, up to four more diagnoses, an explanation of much, and no more of a service than its register allows', async () => {
    const refused = (claim: object): Promise<readonly string[]> => refusedFor(clerk, 'claimEnter', claim);
    expect(await refused(asked(person('Ama'), [line('CONS')], { code: 'X'.repeat(21) }))).toEqual(['CLAIM_CODE_LONG']);
    expect(await refused(asked(person('Ama'), [line('CONS')], { otherDiagnosisCodes: ['A01'] }))).toEqual(['DIAGNOSIS_TWICE']);
    expect(await refused(asked(person('Ama'), [line('CONS')], { otherDiagnosisCodes: ['B50', 'B50', 'O80', 'A01', 'A02'] }))).toEqual(['INVALID_VALUE']);
    expect(await refused(asked(person('Ama'), [line('PARA', { quantity: '6' })]))).toEqual(['CLAIM_EXPLANATION_NEEDED']);
    const id = await enter(clerk, asked(person('Ama'), [line('PARA', { quantity: '6', explanation: 'For six days' })], { otherDiagnosisCodes: ['B50', 'O80'] }));
    expect(await claimOf(id, 'diagnosisCode otherDiagnoses(orderBy: [{ position: ASC }]) { nodes { position code } }')).toEqual({ diagnosisCode: 'A01', otherDiagnoses: { nodes: [{ position: 1, code: 'B50' }, { position: 2, code: 'O80' }] } });
  });

  it('A-23: compares the quantity of a line with the most of the register as decimals', async () => {
    await done(clerk, 'healthServicesRegister', 'added', { services: [service('HALF', '2.00', { mostQuantity: '1.5' })] });
    expect(await refusedFor(clerk, 'claimEnter', asked(person('Ama'), [line('HALF', { quantity: '1.9' })]))).toEqual(['CLAIM_QUANTITY']);
    // Where the register has no most, none is told of.
    expect(await refusedFor(clerk, 'claimEnter', asked(person('Ama'), [line('CONS', { quantity: '0' }), line('LAB')]))).toEqual(['QUANTITY_NOT_POSITIVE']);
    await enter(clerk, asked(person('Ama'), [line('HALF', { quantity: '1.5' })]));
  });

  it('CLM-12: may say what of a package was given', async () => {
    await done(clerk, 'healthServicesRegister', 'added', { services: [service('PACK', '50.00', { package: 'BUNDLE', parts: [{ code: 'CONS', quantity: '1' }] })] });
    await enter(clerk, asked(person('Ama'), [line('PACK', { parts: [{ serviceCode: 'CONS', quantity: '2' }] })]));
    expect(await refusedFor(clerk, 'claimEnter', asked(person('Ama'), [line('CONS', { parts: [{ serviceCode: 'LAB', quantity: '2' }] })]))).toEqual(['CLAIM_PARTS']);
  });

  it('comes in bulk: what cannot be taken is listed and keeps back no other, and nothing comes twice', async () => {
    const claims = [asked(person('Ama'), [line('CONS')], { code: 'B-1' }), asked(person('Kofi'), [line('NO'), line('LAB', { quantity: '4' })], { code: 'B-2' }), asked(person('Esi'), [line('SYRUP')], { code: 'B-3' }), asked(person('Esi'), [line('SYRUP')], { code: 'B-1' })];
    expect(await done(clerk, 'claimsReceive', 'received refused { index claimCode code path }', { claims })).toMatchObject({
      received: 2,
      refused: [
        { index: 1, claimCode: 'B-2', code: 'HEALTH_SERVICE_UNKNOWN', path: ['input', 'claims', '1', 'lines', '0', 'serviceCode'] }, { index: 1, claimCode: 'B-2', code: 'CLAIM_QUANTITY' }, { index: 3, claimCode: 'B-1', code: 'CLAIM_CODE_TAKEN' },
      ],
    });
    const few = clerk.statements();
    expect(await done(clerk, 'claimsReceive', 'received', { claims: Array.from({ length: 200 }, (_, n) => asked(person('Ama'), [line('CONS'), line('PARA')], { code: `M-${n}` })) })).toMatchObject({ received: 200 });
    expect(clerk.statements()).toBe(few);
    expect(await done(clerk, 'claimsReceive', 'received refused { code }', { claims: [claims[0]] })).toMatchObject({ received: 0, refused: [{ code: 'CLAIM_CODE_TAKEN' }] });
  });

  it('has up to 2,000 lines', async () => {
    const lines = (count: number): object[] => Array.from({ length: count }, () => line('PARA'));
    const id = await enter(clerk, asked(person('Ama'), lines(2000)));
    expect(await claimOf(id, 'claimed { amount } lines { totalCount }')).toEqual({ claimed: { amount: '700.00' }, lines: { totalCount: 2000 } });
    expect(await refusedFor(clerk, 'claimEnter', asked(person('Ama'), lines(2001)))).toEqual(['INVALID_VALUE']);
  });

  it('CLM-11: is restored as a new draft once it is rejected, as often as the deployment allows', async () => {
    const reject = (id: string) => platform.pool.query("update health_insurance.claim set state = 'REJECTED', reason = 'INVALID_CLAIM', approved = 0 where id = $1", [`${id.slice(6, 14)}-${id.slice(14, 18)}-${id.slice(18, 22)}-${id.slice(22, 26)}-${id.slice(26)}`]);
    const first = await submit(clerk, asked(person('Ama'), [line('CONS'), line('PARA', { quantity: '2' })], { code: 'R-1', otherDiagnosisCodes: ['B50'] }));
    expect(await refusedFor(clerk, 'claimRestore', { id: first })).toEqual(['CLAIM_STATE']);
    await reject(first);
    const { claim: { id: second } } = await done<{ claim: { id: string } }>(clerk, 'claimRestore', 'claim { id }', { id: first, code: 'R-1B' });
    expect(await claimOf(second, 'code state restoredFrom { code state } lines { totalCount } otherDiagnoses { nodes { code } }')).toEqual({ code: 'R-1B', state: 'ENTERED', restoredFrom: { code: 'R-1', state: 'REJECTED' }, lines: { totalCount: 2 }, otherDiagnoses: { nodes: [{ code: 'B50' }] } });
    expect(await refusedFor(clerk, 'claimRestore', { id: first })).toEqual(['CLAIM_RESTORED']);
    await done(clerk, 'claimSubmit', 'claims { id }', { ids: [second] });
    await reject(second);
    expect(await refusedFor(clerk, 'claimRestore', { id: second })).toEqual(['CLAIM_RESTORED_OFTEN']);
  });

  it('GEO-3: is seen by its facility alone among facilities, and by those of the place of the patient', async () => {
    const count = async (who: object): Promise<number> => (await anybody(platform, 'x', who).run<{ claims: { totalCount: number } }>('{ claims { totalCount } }')).claims.totalCount;
    expect([await count({ organisations: ['D'] }), (await count({ organisations: ['H'] })) > 0, (await count({ places: ['V'] })) > 0, await count({ places: [] })]).toEqual([0, true, true, 0]);
  });

  it('says what somebody is ill with to those alone who may know', async () => {
    const id = await enter(clerk, asked(person('Ama'), [line('CONS')]));
    const other = platform.as({ name: 'counter', permissions: ['health-insurance.claims.read', 'people.persons.read'] });
    expect(await claimOf(id, 'diagnosisCode state claimed { amount } lines { nodes { serviceCode price { amount } } }', other)).toEqual({ diagnosisCode: null, state: 'ENTERED', claimed: { amount: '20.00' }, lines: { nodes: [{ serviceCode: null, price: { amount: '20.00' } }] } });
  });

  it('is given up while a draft, which frees its code', async () => {
    const id = await enter(clerk, asked(person('Ama'), [line('CONS')], { code: 'W-1' }));
    await done(clerk, 'claimWithdraw', 'claim { id }', { id });
    await enter(clerk, asked(person('Ama'), [line('CONS')], { code: 'W-1' }));
    expect(await refusedFor(clerk, 'claimSubmit', { ids: [id] })).toEqual(['CLAIM_STATE']);
  });
});
