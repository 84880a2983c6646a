import { readFile } from 'node:fs/promises';
import { cashTransfers } from '@kinga/cash-transfers';
import { healthInsurance } from '@kinga/health-insurance';
import { pensions } from '@kinga/pensions';
import { moduleOfPacks, readPack } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { parse, print, type OperationDefinitionNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOfMadeUpBank } from '../src/made-up-bank.js';
import { demoCountry } from '../src/index.js';
import { LEAP } from '../src/leap.js';
import { tellLeapStory } from '../src/leap-story.js';

/** What LEAP pays per cycle for 1, 2, 3, and 4 or more members who count, as published; the grants of January 2024 were raised when they were paid already. */
const PUBLISHED = [
  ['cycle 84', '64.00 / 76.00 / 88.00 / 106.00'],
  ['cycle 86', '128.00 / 152.00 / 176.00 / 212.00'],
  ['cycle 89', '128.00 / 152.00 / 176.00 / 212.00'],
  ['arrears of cycle 89', '128.00 / 152.00 / 176.00 / 212.00'],
  ['cycle 96', '320.00 / 380.00 / 440.00 / 530.00'],
];
/** By cycle: what one, two, three, and four or more members who count are owed in all. */
const IN_ALL: Readonly<Record<string, readonly string[]>> = { '2024-01-01': ['256.00', '304.00', '352.00', '424.00'], '2025-03-01': ['320.00', '380.00', '440.00', '530.00'] };

let platform: TestPlatform;
/** What the story told the first time. */
let rows: Awaited<ReturnType<typeof tellLeapStory>>;
beforeAll(async () => {
  const attributes = moduleOfPacks([await readPack(LEAP)]);
  platform = await startTestPlatform({ modules: [cashTransfers, healthInsurance, pensions, ...(attributes ? [attributes] : []), demoCountry], seed: ['reference', 'demo'], today: '2026-03-01' });
});
afterAll(() => platform.stop());

describe('LEAP over the made-up country', () => {
  it('pays the published amounts, and what was owed is what was paid, returned or is pending', { timeout: 240_000 }, async () => {
    rows = await tellLeapStory(platform.platform, { step: () => undefined });
    expect(rows.map((row) => [row['what for'], row['amounts']])).toEqual(PUBLISHED);
    expect(rows.every((row) => row['balanced'] === 'yes' && row['run'] === 'RECONCILED')).toBe(true);
    expect(rows.every((row) => Number(row['payments']) > 500)).toBe(true);
    expect(rows.every((row) => Number(row['returned']) > 0)).toBe(true);
  });

  it('told again, gives the same table and pays nobody twice', async () => {
    const { rows: before } = await platform.pool.query('select count(*)::int as postings, coalesce(sum(amount), 0)::text as sum from transactions.posting');
    expect(await tellLeapStory(platform.platform, { step: () => undefined })).toEqual(rows);
    const { rows: after } = await platform.pool.query('select count(*)::int as postings, coalesce(sum(amount), 0)::text as sum from transactions.posting');
    expect(after).toEqual(before);
    const { rows: twice } = await platform.pool.query("select entitlement_id from transactions.payment_instruction where state = 'PAID' group by 1 having count(*) > 1");
    expect(twice).toEqual([]);
  });

  it.each(Object.keys(IN_ALL))('owes each household by its members who count on %s, worked out independently of rules and SQL', async (day) => {
    const { rows: people } = await platform.pool.query<{ household: string; birth: string | null; attributes: Record<string, boolean> }>(
      'select household_id as household, birth_date::text as birth, attributes from people.person where household_id is not null',
    );
    const age = (birth: string | null): number => (birth === null ? NaN : Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0));
    const counts = new Map<string, number>();
    for (const { household, birth, attributes } of people) {
      const years = age(birth);
      const eligible = (years < 18 && attributes['orphanOrVulnerable']) || (years >= 65 && attributes['withoutSupport']) || attributes['severelyDisabled'] || attributes['pregnantOrNursing'];
      if (eligible) counts.set(household, (counts.get(household) ?? 0) + 1);
    }
    const { rows: owed } = await platform.pool.query<{ household: string; amount: string }>(
      `select n.household_id as household, sum(e.amount)::text as amount
       from programmes.entitlement e join programmes.enrolment n on n.id = e.enrolment_id where e.period_from = $1 group by 1`, [day],
    );
    expect(owed.length).toBeGreaterThan(500);
    for (const { household, amount } of owed) expect(amount).toBe(IN_ALL[day]?.[Math.min(counts.get(household) ?? 0, 4) - 1]);
    const officer = platform.as({ role: 'officer' });
    const { programme, cycles } = await officer.run<{ programme: { enrolments: { totalCount: number } }; cycles: { nodes: { held: { totalCount: number; nodes: { reasons: string[] }[] } }[] } }>(
      'query ($day: LocalDate!) { programme(by: { code: "LEAP" }) { enrolments { totalCount } } cycles(where: { periodFrom: { eq: $day } }) { nodes { held(first: 100) { totalCount nodes { reasons } } } } }', { day });
    const held = cycles.nodes[0]?.held;
    expect(owed.length + (held?.totalCount ?? 0)).toBe(programme.enrolments.totalCount);
    expect(new Set(held?.nodes.map(({ reasons }) => reasons.join()))).toEqual(new Set(['MASKED']));
    // Who counts rests on disability: why nobody does is told to whoever may see that.
    const seer = platform.as(...platform.platform.plan.modules.flatMap(({ permissions = [] }) => permissions.map(({ name }) => name)));
    const seen = await seer.run<{ cycles: { nodes: { held: { nodes: { decision: { reasons: { code: string }[] } }[] } }[] } }>(
      'query ($day: LocalDate!) { cycles(where: { periodFrom: { eq: $day } }, first: 1) { nodes { held(first: 100) { nodes { decision { reasons { code } } } } } } }', { day });
    expect(new Set(seen.cycles.nodes[0]?.held.nodes.map(({ decision }) => decision.reasons.map(({ code }) => code).join()))).toEqual(new Set(['somebody_counts']));
  });
});

describe('the guide "A cash transfer, from enrolment to proof"', () => {
  it('holds operations that run in its order and prove that what was owed is accounted for', async () => {
    const guide = await readFile(new URL('../../../docs/guides/leap.md', import.meta.url), 'utf8');
    const operations = new Map([...guide.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, source]) => {
      const document = parse(source ?? '');
      return [(document.definitions[0] as OperationDefinitionNode).name?.value ?? '', print(document)] as const;
    }));
    const officer = platform.as({ role: 'officer', name: 'officer' });
    const ask = <D>(name: string, variables: object = {}, who = officer): Promise<D> => who.run<D>(operations.get(name) ?? `no operation ${name}`, variables as Record<string, unknown>);

    const { programme } = await ask<{ programme: { id: string; tables: { nodes: { id: string; code: string; versions: { nodes: { rows: { nodes: { value: string }[] } }[] } }[] } } }>('Programme');
    const table = programme.tables.nodes.find(({ code }) => code === 'grants_from_cycle_96');
    expect(table?.versions.nodes[0]?.rows.nodes.map(({ value }) => Number(value))).toEqual([320, 380, 440, 530]);
    const enrol = await ask<{ targetingStart: { job: { id: string } } }>('Enrol', { programme: programme.id });
    await platform.finishJobs();
    expect(await ask('Job', { job: enrol.targetingStart.job.id })).toMatchObject({ job: { state: 'DONE' } });

    const { cycleOpen } = await ask<{ cycleOpen: { cycle: { id: string } } }>('OpenCycle', { programme: programme.id });
    await ask('Determine', { cycle: cycleOpen.cycle.id });
    await platform.finishJobs();
    const owed = await ask<{ cycle: { entitledEnrolments: number; entitledAmount: string } }>('Owed', { cycle: cycleOpen.cycle.id, programme: programme.id });
    expect(owed.cycle).toMatchObject({ state: 'DETERMINED' });
    expect(owed.cycle.entitledEnrolments).toBeGreaterThan(500);

    const { paymentRunCreate } = await ask<{ paymentRunCreate: { run: { id: string } } }>('MakeRun', { programme: programme.id });
    const { id: run } = paymentRunCreate.run;
    await platform.finishJobs();
    const { paymentRun: { contentHash } } = await ask<{ paymentRun: { contentHash: string } }>('MadeRun', { run });
    const approve = operations.get('Approve') ?? '';
    const itself = platform.as({ permissions: ['transactions.runs.approve', 'transactions.runs.read'], name: 'officer' });
    expect((await itself.refuse(approve, { run, contentHash }))[0]?.code).toBe('MAKER_IS_CHECKER');
    await ask('Approve', { run, contentHash }, platform.as({ role: 'approver', name: 'approver' }));
    await ask('Send', { run });
    await platform.finishJobs();
    const { paymentRun: { batches } } = await ask<{ paymentRun: { batches: { nodes: { number: number; receipt: string }[] } } }>('Files', { run });
    for (const { number, receipt } of batches.nodes) await ask('Answer', { run, answer: await answerOfMadeUpBank(receipt), key: `guide-answer-${number}` });
    const proof = await ask<{ paymentRun: { state: string; proof: { balanced: boolean; pending: { ledger: { amount: string } } } } }>('Proof', { run }, platform.as({ role: 'auditor-general' }));
    expect(proof.paymentRun).toMatchObject({ state: 'RECONCILED', proof: { balanced: true, pending: { ledger: { amount: '0.00' } } } });
    expect(operations.has('Progress')).toBe(true);

    const approver = platform.as({ role: 'approver', name: 'approver' });
    const { ruleTableVersionAdd } = await ask<{ ruleTableVersionAdd: { ruleTableVersion: { id: string } } }>('Raise', { table: table?.id });
    await ask('PublishRise', { version: ruleTableVersionAdd.ruleTableVersion.id }, approver);
    const { entitlementsRedetermine } = await ask<{ entitlementsRedetermine: { run: { id: string } } }>('Redetermine', { programme: programme.id });
    await platform.finishJobs();
    const { run: again } = entitlementsRedetermine;
    const { determinationRun } = await ask<{ determinationRun: { changed: number; more: string } }>('Preview', { run: again.id });
    expect(determinationRun).toMatchObject({ state: 'PREVIEW', changed: owed.cycle.entitledEnrolments, more: `${owed.cycle.entitledEnrolments * 10}.00`, less: '0' });
    await ask('DecideRise', { run: again.id }, approver);
    await platform.finishJobs();
    const { entitlements } = await ask<{ entitlements: { totalCount: number; nodes: { owed: { amount: string } }[] } }>('Arrears', { programme: programme.id });
    expect([entitlements.totalCount, ...new Set(entitlements.nodes.map(({ owed: { amount } }) => amount))]).toEqual([owed.cycle.entitledEnrolments, '10.00']);
  });
});
