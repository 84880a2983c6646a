import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { adjudicate, claimed, outcomeOf, planWith } from './some-adjudication.js';
import { asked, family, line, someFamily, submit } from './some-claims.js';
import { somePolicy } from './some-policy.js';
import { anybody, done, refusedFor, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let officer: TestClient;
let doctor: TestClient;
let people: Readonly<Record<string, string>>;

const person = (name: string): string => people[name] ?? '';
const because = { justification: 'Seen by the medical officer' };
const stateOf = async (id: string): Promise<object> => (await officer.run<{ claim: object }>('query ($id: ID!) { claim(by: { id: $id }) { state reviewState feedbackState } }', { id })).claim;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-06-01' });
  [officer, doctor] = [anybody(platform, 'officer'), anybody(platform, 'doctor')];
  await someRegisters(platform);
  people = await someFamily(platform, 'F-1', family);
  await somePolicy(platform, await planWith(platform, 'PLAN', { limits: [{ kind: 'CEILING', per: 'MEMBER', care: 'ANY', amount: '100' }] }, ['CONS', 'LAB', { serviceCode: 'PARA', mostQuantityAdult: '10' }]), 'F-1', Object.values(people));
});
afterAll(() => platform.stop());

describe('A claim that passed the checks', () => {
  it('CLM-32, A-9: is reviewed line by line, and the price of the reviewer wins over the list', async () => {
    const { id, state, lines } = await claimed(platform, asked(person('Ama'), [line('CONS', { price: '25.00' }), line('LAB', { quantity: '2' }), line('PARA', { quantity: '4' })]), 'CHECKED');
    expect([state, lines]).toEqual(['CHECKED', ['CONS: ?/0/0/0/0', 'LAB: ?/0/0/0/0', 'PARA: ?/0/0/0/0']]);
    await done(doctor, 'claimReview', 'claim { id }', { id, adjustment: 'See the lines', lines: [{ number: 1, price: '23.50', ...because }, { number: 2, quantity: '1', ...because }, { number: 3, rejected: true, ...because }] });
    await adjudicate(officer, [id]);
    expect(await outcomeOf(officer, id)).toMatchObject({ state: 'VALUED', approved: { amount: '31.00' }, lines: ['CONS: 23.5/1.5/0/0/0', 'LAB: 7.5/7.5/0/0/0', 'PARA: REJECTED_BY_REVIEW'] });
    const { claim } = await doctor.run<{ claim: object }>('query ($id: ID!) { claim(by: { id: $id }) { reviewState reviews { nodes { reviewedBy adjustment lines { totalCount nodes { rejected justification } } } } } }', { id });
    expect(claim).toMatchObject({ reviewState: 'DELIVERED', reviews: { nodes: [{ reviewedBy: 'doctor@example.org', lines: { totalCount: 3 } }] } });
  });

  it('CLM-32: is rejected where the review rejects every line', async () => {
    const { id } = await claimed(platform, asked(person('Kofi'), [line('CONS'), line('LAB')]), 'CHECKED');
    await done(doctor, 'claimReview', 'claim { id }', { id, lines: [1, 2].map((number) => ({ number, rejected: true, ...because })) });
    await adjudicate(officer, [id]);
    expect(await outcomeOf(officer, id)).toMatchObject({ state: 'REJECTED', reason: 'REJECTED_BY_REVIEW', approved: { amount: '0' } });
  });

  it('CLM-32: is not waited for: what is still selected when claims are valued is bypassed', async () => {
    const { id } = await claimed(platform, asked(person('Kofi'), [line('LAB')]), 'CHECKED');
    await done(officer, 'claimsSelect', 'found chosen', { purpose: 'REVIEW', where: { id: { eq: id } } });
    await done(officer, 'claimsSelect', 'found chosen', { purpose: 'FEEDBACK', where: { id: { eq: id } } });
    expect(await stateOf(id)).toEqual({ state: 'CHECKED', reviewState: 'SELECTED', feedbackState: 'SELECTED' });
    await adjudicate(officer, [id]);
    expect(await stateOf(id)).toEqual({ state: 'VALUED', reviewState: 'BYPASSED', feedbackState: 'BYPASSED' });
    expect(await refusedFor(doctor, 'claimReview', { id, lines: [] })).toEqual(['CLAIM_STATE']);
  });

  it('is reviewed by somebody who neither entered nor submitted it, and never allowed more than was asked for', async () => {
    const { id } = await claimed(platform, asked(person('Kofi'), [line('CONS'), line('BED')]), 'CHECKED');
    expect(await refusedFor(anybody(platform, 'clerk'), 'claimReview', { id, lines: [] })).toEqual(['CLAIM_REVIEW_SECOND_PERSON']);
    expect(await refusedFor(doctor, 'claimReview', { id, lines: [{ number: 1, price: '20.01', ...because }, { number: 1, quantity: '1', ...because }, { number: 2, quantity: '1', ...because }, { number: 3, rejected: true, ...because }] }))
      .toEqual(['CLAIM_REVIEW_ABOVE', 'CLAIM_REVIEW_LINE_TWICE', 'CLAIM_REVIEW_LINE', 'CLAIM_REVIEW_LINE']);
  });

  it('A-8: leaves to others what the review took off its quantity', async () => {
    const { id } = await claimed(platform, asked(person('Ama'), [line('PARA', { quantity: '8' })], { visitFrom: '2026-04-01' }), 'CHECKED');
    await done(doctor, 'claimReview', 'claim { id }', { id, lines: [{ number: 1, quantity: '3', ...because }] });
    await adjudicate(officer, [id]);
    expect((await claimed(platform, asked(person('Ama'), [line('PARA', { quantity: '8' })], { visitFrom: '2026-04-02' }))).lines).toEqual(['PARA: 2.45/0.35/0/0/0']);
  });
});

describe('Claims are selected', () => {
  it('CLM-30: by any filter, by what is above the average of the diagnosis, and by a sample that is drawn at random', async () => {
    const select = (input: object) => done<{ found: number; chosen: number; seed: string | null }>(officer, 'claimsSelect', 'found chosen seed', { purpose: 'REVIEW', ...input });
    const ids: string[] = [];
    for (let n = 1; n <= 20; n += 1) ids.push(await submit(anybody(platform, 'clerk'), asked(person('Yaw'), [line('CONS', { price: n === 20 ? '400.00' : '10.00' })], { code: `S-${n}`, diagnosisCode: 'O80' })));
    const these = { code: { startsWith: 'S-' } };
    expect(await select({ where: these, aboveAverage: '0.5' })).toEqual({ found: 1, chosen: 1, seed: null, userErrors: [] });
    expect(await stateOf(ids[19] ?? '')).toMatchObject({ reviewState: 'SELECTED' });
    const { found, chosen, seed } = await select({ where: these, sample: '0.25' });
    expect([found, chosen]).toEqual([19, 5]);
    const { rows } = await platform.pool.query<{ code: string }>("select code from health_insurance.claim where code like 'S-%' and code <> 'S-20' order by sha256(convert_to($1 || id::text, 'UTF8')) limit 5", [seed]);
    const { claims } = await officer.run<{ claims: { nodes: { code: string }[] } }>('{ claims(first: 50, where: { code: { startsWith: "S-" }, reviewState: { eq: SELECTED } }) { nodes { code } } }');
    expect(claims.nodes.map(({ code }) => code).sort()).toEqual([...rows.map(({ code }) => code), 'S-20'].sort());
    expect(await select({ where: { code: { eq: 'S-20' } }, action: 'SKIP' })).toMatchObject({ chosen: 1 });
    expect(await stateOf(ids[19] ?? '')).toMatchObject({ reviewState: 'NOT_SELECTED' });
    expect(await select({ where: these, action: 'BYPASS' })).toMatchObject({ chosen: 5 });
    expect(await select({ where: { code: { eq: 'NONE' } } })).toMatchObject({ found: 0, chosen: 0 });
    expect(await refusedFor(officer, 'claimsSelect', { purpose: 'REVIEW', sample: '1.1' })).toEqual(['CLAIM_SAMPLE_SHARE']);
  });

  it('CLM-31: for what the patient says, which is recorded once', async () => {
    const id = await submit(anybody(platform, 'clerk'), asked(person('Yaw'), [line('CONS')]));
    const feedback = { id, careRendered: true, paymentAsked: true, drugsPrescribed: true, drugsReceived: false, assessment: 2 };
    await done(officer, 'claimFeedback', 'claim { id }', feedback);
    const { claim } = await officer.run<{ claim: object }>('query ($id: ID!) { claim(by: { id: $id }) { feedbackState feedback { nodes { careRendered paymentAsked drugsReceived assessment recordedBy } } } }', { id });
    expect(claim).toEqual({ feedbackState: 'DELIVERED', feedback: { nodes: [{ careRendered: true, paymentAsked: true, drugsReceived: false, assessment: 2, recordedBy: 'officer@example.org' }] } });
    expect(await refusedFor(officer, 'claimFeedback', feedback)).toEqual(['CLAIM_FEEDBACK_TWICE']);
  });
});

describe('A decided claim', () => {
  it('A-4: is adjudicated again after a correction: what was found is superseded, and only what holds counts', async () => {
    const family2 = await someFamily(platform, 'F-2', family);
    await somePolicy(platform, await planWith(platform, 'AGAIN', { limits: [{ kind: 'DEDUCTIBLE', per: 'MEMBER', care: 'ANY', amount: '30' }] }, ['CONS', 'LAB', 'NEW']), 'F-2', Object.values(family2));
    const Ama = family2['Ama'] ?? '';
    const first = await claimed(platform, asked(Ama, [line('CONS'), line('NEW')]));
    expect(first.lines).toEqual(['CONS: 0/0/20/0/0', 'NEW: NOT_IN_PRICE_LIST']);
    await done(anybody(platform, 'keeper'), 'pricesSet', 'added', { listCode: 'NATIONAL', from: '2020-01-01', prices: [{ serviceCode: 'NEW' }] });
    await done(officer, 'claimReopen', 'claim { id }', { id: first.id, reason: 'The list was short of a service' });
    await adjudicate(officer, [first.id]);
    expect(await outcomeOf(officer, first.id)).toMatchObject({ state: 'VALUED', approved: { amount: '30.00' }, lines: ['CONS: 0/0/20/0/0', 'NEW: 30/0/10/0/0'] });
    // Again without change: nothing changes.
    await done(officer, 'claimReopen', 'claim { id }', { id: first.id, reason: 'To see that nothing changes' });
    await adjudicate(officer, [first.id]);
    expect(await outcomeOf(officer, first.id)).toMatchObject({ state: 'VALUED', approved: { amount: '30.00' }, lines: ['CONS: 0/0/20/0/0', 'NEW: 30/0/10/0/0'] });
    expect((await claimed(platform, asked(Ama, [line('CONS')]))).lines).toEqual(['CONS: 20/0/0/0/0']);
    const { claim } = await officer.run<{ claim: object }>('query ($id: ID!) { claim(by: { id: $id }) { consumptions(orderBy: [{ adjudication: ASC }]) { nodes { adjudication holds deductible { amount } paid { amount } } } lines { nodes { results { totalCount } } } } }', { id: first.id });
    expect(claim).toMatchObject({
      consumptions: { nodes: [{ adjudication: 1, holds: false, deductible: { amount: '20.00' } }, { adjudication: 2, holds: false, deductible: { amount: '30.00' } }, { adjudication: 3, holds: true, deductible: { amount: '30.00' }, paid: { amount: '30.00' } }] },
      lines: { nodes: [{ results: { totalCount: 3 } }, { results: { totalCount: 3 } }] },
    });
    await expect(platform.pool.query('update health_insurance.consumption set paid = 0')).rejects.toMatchObject({ code: 'KG001' });
    await expect(platform.pool.query('update health_insurance.claim_line_result set superseded_by = null where superseded_by is not null')).rejects.toMatchObject({ code: 'KG001' });
    expect(await refusedFor(anybody(platform, 'clerk'), 'claimReopen', { id: first.id, reason: 'Mine' })).toEqual(['CLAIM_REOPEN_SECOND_PERSON']);
  });
});
