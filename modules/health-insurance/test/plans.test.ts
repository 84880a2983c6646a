import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { draft, published, somePlan } from './some-plan.js';
import { anybody, done, refusedFor, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let drafter: TestClient;
let plan: string;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance] });
  drafter = anybody(platform, 'drafter');
  await someRegisters(platform);
  ({ plan } = await somePlan(platform, 'NHI'));
});
afterAll(() => platform.stop());

const version = async (id: string, fields: string): Promise<Record<string, unknown>> =>
  (await drafter.run<{ insurancePlanVersion: Record<string, unknown> }>(`query ($id: ID!) { insurancePlanVersion(by: { id: $id }) { ${fields} } }`, { id })).insurancePlanVersion;

describe('A plan', () => {
  it('PRD-1 has versions by date with all that decides on periods, members and premiums', async () => {
    const terms = {
      coverMonths: 12, administrationMonths: 1, graceEnrolmentMonths: 2, graceRenewalMonths: 3, gracePaymentMonths: 4, cycles: ['01-01', '07-16'], adultFrom: 21, maxMembers: 9, threshold: 5, lumpSum: '2500',
      premiumAdult: '425.5', premiumChild: '200', registrationLumpSum: '10', registrationFee: '1', assemblyLumpSum: '5', assemblyFee: '0.5', enrolmentDiscount: '0.05', enrolmentDiscountMonths: 1, renewalDiscount: '0.1',
      renewalDiscountMonths: 2, maxInstalments: 4, activation: 'CONTRIBUTION', inPatient: 'STAY', source: 'Act 1, section 2',
    };
    const id = await published(platform, plan, { effectiveFrom: '2020-01-01', ...terms });
    expect(await version(id, `number state effectiveFrom publishedBy authors ${Object.keys(terms).join(' ')}`)).toEqual({ number: 1, state: 'PUBLISHED', effectiveFrom: '2020-01-01', publishedBy: 'publisher@example.org', authors: ['drafter@example.org'], ...terms });
  });

  it('PRD-2 has deductibles and ceilings per treatment, member and policy, of all, out-patient and in-patient care', async () => {
    const all = (['DEDUCTIBLE', 'CEILING'] as const).flatMap((kind) => ['TREATMENT', 'MEMBER', 'POLICY'].flatMap((per) => ['ANY', 'OUT_PATIENT', 'IN_PATIENT'].map((care, n) => ({ kind, per, care, amount: String(10 + n) }))));
    const limits = all.map((limit) => (limit.kind === 'CEILING' && limit.per === 'POLICY' ? { ...limit, extraMemberAmount: '20000', mostAmount: '100000' } : limit));
    const id = await published(platform, plan, { effectiveFrom: '2021-01-01', limits });
    const { limits: { nodes } } = await version(id, 'limits(first: 18) { nodes { kind per care amount extraMemberAmount mostAmount } }') as { limits: { nodes: object[] } };
    expect(nodes).toHaveLength(18);
    expect(nodes).toContainEqual({ kind: 'CEILING', per: 'POLICY', care: 'IN_PATIENT', amount: '12', extraMemberAmount: '20000', mostAmount: '100000' });
    expect(nodes).toContainEqual({ kind: 'DEDUCTIBLE', per: 'TREATMENT', care: 'ANY', amount: '10', extraMemberAmount: null, mostAmount: null });
  });

  it('PRD-3 limits categories of care in numbers and amounts; 0 is a limit', async () => {
    const categoryLimits = [{ category: 'CONSULTATION', most: 12, amount: '500' }, { category: 'SURGERY', most: 0, amount: null }, { category: 'VISIT', most: 4, amount: null }];
    const id = await published(platform, plan, { effectiveFrom: '2022-01-01', categoryLimits });
    const { categoryLimits: { nodes } } = await version(id, 'categoryLimits { nodes { category most amount } }') as { categoryLimits: { nodes: object[] } };
    expect(nodes).toHaveLength(3);
    expect(nodes).toEqual(expect.arrayContaining(categoryLimits));
  });

  it('PRD-4 says what it means by in-patient: a hospital, or a stay', async () => {
    expect(await version(await published(platform, plan, { effectiveFrom: '2022-03-01', inPatient: 'HOSPITAL' }), 'inPatient')).toEqual({ inPatient: 'HOSPITAL' });
    expect(await version(await published(platform, plan, { effectiveFrom: '2022-04-01', inPatient: 'STAY' }), 'inPatient')).toEqual({ inPatient: 'STAY' });
  });

  it('PRD-5 covers services by price origin, share or amount for each kind of visit and age, waiting months, most quantity and exclusion from ceilings', async () => {
    const cover = {
      serviceCode: 'CONS', priceOrigin: 'RELATIVE', waitingMonthsAdult: 3, waitingMonthsChild: 1, mostQuantityAdult: '4', mostQuantityChild: '0', ceilingExclusionAdult: 'HOSPITAL', ceilingExclusionChild: 'BOTH',
      limits: [{ visit: 'OTHER', kind: 'SHARE', adult: '0.8', child: '1' }, { visit: 'REFERRAL', kind: 'AMOUNT', adult: '15' }],
    };
    const id = await published(platform, plan, { effectiveFrom: '2023-01-01' }, [cover, { serviceCode: 'LAB' }]);
    const { covers: { nodes } } = await version(id, `covers { nodes { service { code } priceOrigin waitingMonthsAdult waitingMonthsChild mostQuantityAdult mostQuantityChild ceilingExclusionAdult ceilingExclusionChild
      limits { nodes { visit kind adult child } } } }`) as { covers: { nodes: { service: { code: string }; limits: { nodes: object[] } }[] } };
    const { serviceCode, limits, ...terms } = cover;
    expect(nodes.find(({ service }) => service.code === serviceCode)).toMatchObject(terms);
    expect(nodes[0]?.limits.nodes).toEqual(expect.arrayContaining([limits[0], { ...limits[1], child: '15' }]));
    // What is not limited is paid whole, and the next version takes the package over.
    expect(nodes.find(({ service }) => service.code === 'LAB')).toMatchObject({ priceOrigin: 'LIST', mostQuantityAdult: null, ceilingExclusionAdult: 'NONE', limits: { nodes: [] } });
    const next = await draft(platform, plan, { effectiveFrom: '2024-01-01', coversFromId: id });
    expect(await version(next.id, 'covers { totalCount }')).toEqual({ covers: { totalCount: 2 } });
    await done(drafter, 'insurancePlanVersionWithdraw', 'insurancePlanVersion { state }', next);
  });

  it('is published by a second person, and never changes afterwards, whoever writes', async () => {
    const drafted = await draft(platform, plan, { effectiveFrom: '2025-01-01', limits: [{ kind: 'CEILING', per: 'MEMBER', amount: '100' }] });
    expect(await refusedFor(drafter, 'insurancePlanVersionPublish', drafted)).toEqual(['INSURANCE_PLAN_VERSION_SECOND_PERSON']);
    const { insurancePlanVersion: changed } = await done<{ insurancePlanVersion: { id: string; version: number } }>(anybody(platform, 'other'), 'insurancePlanVersionChange', 'insurancePlanVersion { id version }', { ...drafted, effectiveFrom: '2025-01-01', coverMonths: 6 });
    // Whoever changed it is one of its authors as well.
    expect(await refusedFor(anybody(platform, 'other'), 'insurancePlanVersionPublish', changed)).toEqual(['INSURANCE_PLAN_VERSION_SECOND_PERSON']);
    expect(await refusedFor(anybody(platform, 'publisher'), 'insurancePlanVersionPublish', drafted)).toEqual(['CHANGED_MEANWHILE']);
    await done(anybody(platform, 'publisher'), 'insurancePlanVersionPublish', 'insurancePlanVersion { id }', changed);
    const again = await version(drafted.id, 'id version');
    expect(await refusedFor(drafter, 'insurancePlanVersionChange', { ...again, effectiveFrom: '2025-01-01', coverMonths: 24 })).toEqual(['INSURANCE_PLAN_VERSION_FINAL']);
    for (const past of ['update health_insurance.plan_version set cover_months = 1 where id = $1', 'delete from health_insurance.plan_version where id = $1', "insert into health_insurance.plan_limit (plan_version_id, kind, per, care, amount) select $1, 'CEILING', 'POLICY', 'ANY', 1",
      'insert into health_insurance.plan_cover (plan_version_id, service_id) select $1, id from health_insurance.service limit 1']) {
      await expect(platform.pool.query(past, [(await platform.pool.query<{ id: string }>("select id from health_insurance.plan_version where effective_from = '2025-01-01'")).rows[0]?.id])).rejects.toMatchObject({ code: 'KG001' });
    }
  });

  it('refuses terms that cannot be, one draft beside another, and programmes of others', async () => {
    const refused = (terms: object): Promise<readonly string[]> => refusedFor(drafter, 'insurancePlanVersionDraft', { planId: plan, effectiveFrom: '2030-01-01', coverMonths: 12, ...terms });
    expect(await refused({ lumpSum: '-1' })).toEqual(['INSURANCE_PLAN_TERM']);
    expect(await refused({ cycles: ['02-29'] })).toEqual(['INSURANCE_PLAN_TERM']);
    expect(await refused({ cycles: ['07-16', '01-01'] })).toEqual(['INSURANCE_PLAN_TERM']);
    expect(await refused({ renewalDiscount: '10' })).toEqual(['INSURANCE_PLAN_TERM']);
    expect(await refused({ limits: [{ kind: 'CEILING', per: 'MEMBER', amount: '1', extraMemberAmount: '1' }] })).toEqual(['INSURANCE_PLAN_LIMIT_GROWS']);
    expect(await refused({ limits: [{ kind: 'CEILING', per: 'MEMBER', amount: '1' }, { kind: 'CEILING', per: 'MEMBER', amount: '2' }] })).toEqual(['INSURANCE_PLAN_LIMIT_TWICE']);
    expect(await refused({ categoryLimits: [{ category: 'VISIT', amount: '1' }] })).toEqual(['INSURANCE_PLAN_CATEGORY_SAYS']);
    const drafted = await draft(platform, plan, { effectiveFrom: '2030-01-01' });
    expect(await refused({})).toEqual(['INSURANCE_PLAN_DRAFT_EXISTS']);
    expect(await refusedFor(drafter, 'insurancePlanCoversSet', { ...drafted, covers: [{ serviceCode: 'CONS' }, { serviceCode: 'NOWHERE' }] })).toEqual(['INSURANCE_COVER_SERVICE']);
    expect(await refusedFor(drafter, 'insurancePlanCoversSet', { ...drafted, covers: [{ serviceCode: 'CONS' }, { serviceCode: 'CONS' }] })).toEqual(['INSURANCE_COVER_TWICE']);
    expect(await refusedFor(drafter, 'insurancePlanCoversSet', { ...drafted, covers: [{ serviceCode: 'CONS', limits: [{ kind: 'SHARE', adult: '80' }] }] })).toEqual(['INSURANCE_COVER_LIMIT']);
    const hospital = { kind: 'SHARE', level: 'HOSPITAL', adult: '0.5' };
    expect(await refusedFor(drafter, 'insurancePlanCoversSet', { ...drafted, covers: [{ serviceCode: 'CONS', limits: [hospital, hospital] }] })).toEqual(['INSURANCE_COVER_TWICE']);
    expect(await refusedFor(drafter, 'insurancePlanCoversSet', { ...drafted, covers: [{ serviceCode: 'CONS', limits: [{ kind: 'SHARE', adult: '0.5' }, { kind: 'SHARE', adult: '0.6' }] }] })).toEqual(['INSURANCE_COVER_TWICE']);
    await done(drafter, 'insurancePlanVersionWithdraw', 'insurancePlanVersion { state }', drafted);
    const { programme } = await done<{ programme: { id: string } }>(drafter, 'programmeCreate', 'programme { id }', { code: 'PERSONS', name: 'x', scheme: 'health-insurance', target: 'PERSON', currency: 'GHS', startsOn: '2020-01-01' });
    expect(await refusedFor(drafter, 'insurancePlanCreate', { programmeId: programme.id })).toEqual(['INSURANCE_PLAN_TARGET']);
  });

  it('is converted into others, never in a circle', async () => {
    const [one, other] = [await somePlan(platform, 'ONE'), await somePlan(platform, 'OTHER')];
    await done(drafter, 'insurancePlanUpdate', 'insurancePlan { id }', { id: one.plan, convertsToId: other.plan });
    expect(await refusedFor(drafter, 'insurancePlanUpdate', { id: other.plan, convertsToId: one.plan })).toEqual(['INSURANCE_PLAN_CIRCLE']);
    expect(await drafter.run('{ insurancePlans(where: { convertsTo: { programme: { code: { eq: "OTHER" } } } }) { nodes { code convertsTo { code } } } }')).toEqual({ insurancePlans: { nodes: [{ code: 'ONE', convertsTo: { code: 'OTHER' } }] } });
  });
});
