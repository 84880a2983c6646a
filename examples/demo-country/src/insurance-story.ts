import { mutate, type Platform, type Progress } from '@kinga/plugin-sdk';
import type { Row } from './leap-payment.js';
import { done, offices, oldHomes, publishedProgramme, type Home, type Offices, type Version } from './speak.js';

const ROLES = [
  ['officer', 'scheme-officer', 'register-keeper', 'insurance-designer', 'insurance-officer', 'claim-administrator'], ['approver', 'claim-officer', 'insurance-approver'],
] as const;
const HOMES = 20;
/** A visit in five costs more than the plan pays of it. */
const VISITS = [['CONSULT', 'MALARIA-TEST', 'ACT'], ['CONSULT'], ['CONSULT', 'WARD', 'WARD', 'WARD'], ['CONSULT', 'ACT'], ['CONSULT', 'SURGERY']] as const;
const SERVICES = [
  { code: 'CONSULT', name: 'Consultation', unitPrice: '20.00', category: 'CONSULTATION' }, { code: 'MALARIA-TEST', name: 'Malaria test', unitPrice: '7.50' },
  { code: 'WARD', name: 'A day in a ward', unitPrice: '45.00', category: 'HOSPITALISATION', care: 'IN_PATIENT' }, { code: 'SURGERY', name: 'Hernia repair', unitPrice: '620.00', category: 'SURGERY' },
  { code: 'ACT', name: 'Antimalarial, a course', unitPrice: '12.25', kind: 'ITEM' },
].map((service) => ({ currency: 'GHS', validFrom: '2020-01-01', ...service }));

/** Registers of care, and a plan of which one person drafts a version that another publishes. @returns ids of the programme and of the plan */
async function plan(here: Offices): Promise<{ readonly programme: string; readonly plan: string }> {
  const { doer, decider } = here;
  await done(doer, 'organisationRegister', 'insurance:hospital', 'organisation { id }', { code: 'MU-HOSPITAL', name: 'Made-up Hospital', placeCode: 'MU-1-1', openedOn: '2020-01-01', roles: [{ role: 'health-facility' }] });
  await done(doer, 'healthFacilitiesRegister', 'insurance:facility', 'added', { facilities: [{ organisationCode: 'MU-HOSPITAL', level: 'HOSPITAL', contractFrom: '2020-01-01' }] });
  await done(doer, 'healthServicesRegister', 'insurance:services', 'added', { services: SERVICES });
  await done(doer, 'diagnosesRegister', 'insurance:diagnoses', 'added', { diagnoses: [{ code: 'B54', name: 'Malaria, not specified', validFrom: '2020-01-01' }, { code: 'K40', name: 'Inguinal hernia', validFrom: '2020-01-01' }] });
  await done(doer, 'priceListCreate', 'insurance:prices', 'priceList { id }', { code: 'MU-NATIONAL', name: 'Made-up national list' });
  await done(doer, 'pricesSet', 'insurance:prices-set', 'added', { listCode: 'MU-NATIONAL', from: '2020-01-01', prices: SERVICES.map(({ code }) => ({ serviceCode: code })) });
  await done(doer, 'priceListAssign', 'insurance:prices-assigned', 'added', { listCode: 'MU-NATIONAL', facilityCodes: ['MU-HOSPITAL'], from: '2020-01-01' });
  const programme = await publishedProgramme(here, 'insurance', { code: 'MU-HEALTH', name: 'Made-up national health insurance', scheme: 'health-insurance', benefitType: 'health-service', target: 'HOUSEHOLD', currency: 'GHS', startsOn: '2020-01-01', iloFunction: 'medical-care', contributory: true, meansTested: false },
    { effectiveFrom: '2020-01-01', rules: [{ code: 'anybody', kind: 'ELIGIBILITY', expression: 'true' }] });
  const { insurancePlan } = await done<{ insurancePlan: { id: string } }>(doer, 'insurancePlanCreate', 'insurance:plan', 'insurancePlan { id }', { programmeId: programme });
  const latest = async (): Promise<Version | undefined> =>
    (await mutate<{ insurancePlan: { versions: { nodes: readonly Version[] } } }>(doer, 'query ($id: ID!) { insurancePlan(by: { id: $id }) { versions(first: 1) { nodes { id version state } } } }', { id: insurancePlan.id })).insurancePlan.versions.nodes[0];
  if (!(await latest())) {
    const { insurancePlanVersion: drafted } = await done<{ insurancePlanVersion: { id: string; version: number } }>(doer, 'insurancePlanVersionDraft', 'insurance:plan-draft', 'insurancePlanVersion { id version }', {
      planId: insurancePlan.id, effectiveFrom: '2020-01-01', coverMonths: 12, premiumAdult: '24.00', premiumChild: '6.00', gracePaymentMonths: 1, limits: [{ kind: 'CEILING', per: 'POLICY', care: 'ANY', amount: '600.00' }],
    });
    await done(doer, 'insurancePlanCoversSet', 'insurance:plan-covers', 'insurancePlanVersion { id }', { ...drafted, covers: SERVICES.map(({ code }) => ({ serviceCode: code })) });
  }
  const drafted = await latest();
  if (drafted?.state === 'DRAFT') await done(decider, 'insurancePlanVersionPublish', 'insurance:plan-publish', 'insurancePlanVersion { id }', { id: drafted.id, version: drafted.version });
  return { programme, plan: insurancePlan.id };
}

interface Policy {
  readonly id: string;
  readonly value: { readonly amount: string };
  readonly shares: { readonly nodes: readonly { readonly demand: { readonly payer: { readonly controlNumber: string } } | null }[] };
}

/** A household takes a policy and pays its premium at the counter; then it is covered. */
async function insure({ doer, payments }: Offices, of: { readonly programme: string; readonly plan: string }, home: Home): Promise<string> {
  const { policy } = await done<{ policy: Policy }>(doer, 'policyEnrol', `insurance:${home.code}:enrol`, 'policy { id value { amount } shares { nodes { demand { payer { controlNumber } } } } }', { planId: of.plan, householdId: home.id });
  await done(doer, 'receiptReceive', `insurance:${home.code}:premium`, 'receipt { id }', {
    programmeId: of.programme, controlNumber: policy.shares.nodes[0]?.demand?.payer.controlNumber, method: 'CASH', bankReference: `MU-${home.code}`, amount: policy.value.amount, receivedOn: payments.today,
  });
  return policy.value.amount;
}

/** The head of a household is treated; the hospital claims it, and it is adjudicated. @returns the id of the claim */
async function treat({ doer }: Offices, home: Home, visit: readonly string[]): Promise<string> {
  const quantities = Map.groupBy(visit, (code) => code);
  const { claim } = await done<{ claim: { id: string } }>(doer, 'claimEnter', `insurance:${home.code}:claim`, 'claim { id }', {
    facilityCode: 'MU-HOSPITAL', personId: home.head.id, visitFrom: '2026-03-02', visitTo: visit.includes('WARD') ? '2026-03-05' : '2026-03-02', diagnosisCode: visit.includes('SURGERY') ? 'K40' : 'B54',
    lines: [...quantities].map(([serviceCode, all]) => ({ serviceCode, quantity: String(all.length), ...(all.length > 1 && { explanation: 'Days in the ward' }) })),
  });
  await done(doer, 'claimSubmit', `insurance:${home.code}:submit`, 'claims { id }', { ids: [claim.id] });
  return claim.id;
}

/** What claims came to is owed to the hospital once a second person approved it, and paid by the bank. @returns how much */
async function remit({ doer, decider, payments }: Offices, programmeId: string): Promise<string> {
  const { run, job } = await done<{ run: { id: string }; job: { id: string } }>(doer, 'remittanceRunCreate', 'insurance:remittance', 'run { id } job { id }', { programmeId });
  await payments.finished(job);
  await done(decider, 'remittanceRunApprove', 'insurance:remittance-approve', 'run { id }', { id: run.id });
  const { remittanceRun } = await mutate<{ remittanceRun: { total: { amount: string }; remittances: { nodes: readonly { id: string }[] } } }>(doer, 'query ($id: ID!) { remittanceRun(by: { id: $id }) { total { amount } remittances { nodes { id } } } }', { id: run.id });
  for (const { id } of remittanceRun.remittances.nodes) await done(doer, 'remittancePay', 'insurance:remittance-pay', 'remittance { id }', { id, reference: 'MU-BANK-1' });
  return remittanceRun.total.amount;
}

interface Told {
  readonly state: string;
  readonly claimed: { readonly amount: string } | null;
  readonly approved: { readonly amount: string } | null;
}

const sum = (amounts: readonly (string | undefined)[]): string => (amounts.reduce((cents, amount) => cents + Math.round(Number(amount ?? 0) * 100), 0) / 100).toFixed(2);

/** Health insurance from the plan to the valued claim, through the API alone; told again, it changes nothing. */
export async function tellInsuranceStory(platform: Platform, progress: Progress): Promise<readonly Row[]> {
  const [selling, treating] = [offices(platform, '2026-03-01', progress, ROLES), offices(platform, '2026-03-10', progress, ROLES)];
  progress.step('the registers and the plan');
  const of = await plan(selling);
  const homes = await oldHomes(selling.doer, HOMES);
  progress.step(`${homes.length} households take a policy and pay`);
  const premiums: string[] = [];
  for (const home of homes) premiums.push(await insure(selling, of, home));
  progress.step('visits, claims, adjudication');
  const claims: string[] = [];
  for (const [index, home] of homes.entries()) claims.push(await treat(treating, home, VISITS[index % VISITS.length] ?? []));
  await done(treating.decider, 'claimsAdjudicate', 'insurance:adjudicate', 'claims { id }', { ids: claims });
  progress.step('what the hospital is owed');
  const remitted = await remit(treating, of.programme);
  const { nodes } = await mutate<{ nodes: readonly Told[] }>(treating.decider, 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Claim { state claimed { amount } approved { amount } } } }', { ids: claims });
  return [...Map.groupBy(nodes, ({ state }) => state)].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([state, some]) => ({
    'claims': state, 'how many': String(some.length), 'claimed': sum(some.map(({ claimed }) => claimed?.amount)), 'approved': sum(some.map(({ approved }) => approved?.amount)),
    'households insured': String(homes.length), 'premiums': sum(premiums), 'paid to the hospital': remitted,
  }));
}
