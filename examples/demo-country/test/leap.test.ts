import { readFile } from 'node:fs/promises';
import { cashTransfers } from '@kinga/cash-transfers';
import { ghanaLeap } from '@kinga/example-ghana-leap';
import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { parse, print, type OperationDefinitionNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOfMadeUpBank } from '../src/made-up-bank.js';
import { demoCountry } from '../src/index.js';
import { tellLeapStory } from '../src/leap-story.js';

/** What LEAP pays per cycle for 1, 2, 3, and 4 or more members who count, as published. */
const PUBLISHED = {
  'to May 2023': '64.00 / 76.00 / 88.00 / 106.00',
  'from June 2023': '128.00 / 152.00 / 176.00 / 212.00',
  'from January 2024': '256.00 / 304.00 / 352.00 / 424.00',
  'from cycle 96': '320.00 / 380.00 / 440.00 / 530.00',
};

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers, ghanaLeap, demoCountry], seed: ['reference', 'demo'], today: '2026-03-01' });
});
afterAll(() => platform.stop());

describe('LEAP over the made-up country', () => {
  it('pays the published amounts, and what was owed is what was paid, returned or is pending', async () => {
    const rows = await tellLeapStory(platform.platform, { step: () => undefined });
    expect(rows.map((row) => row['1 / 2 / 3 / 4+ members'])).toEqual(Object.values(PUBLISHED));
    expect(rows.every((row) => row['balanced'] === 'yes' && row['run'] === 'RECONCILED')).toBe(true);
    expect(rows.every((row) => Number(row['households']) > 500)).toBe(true);
    expect(rows.every((row) => Number(row['returned']) > 0)).toBe(true);
  });

  it('told again, gives the same table and pays nobody twice', async () => {
    const first = await tellLeapStory(platform.platform, { step: () => undefined });
    const { rows: before } = await platform.pool.query('select count(*)::int as postings, coalesce(sum(amount), 0)::text as sum from transactions.posting');
    expect(await tellLeapStory(platform.platform, { step: () => undefined })).toEqual(first);
    const { rows: after } = await platform.pool.query('select count(*)::int as postings, coalesce(sum(amount), 0)::text as sum from transactions.posting');
    expect(after).toEqual(before);
    const { rows: twice } = await platform.pool.query("select entitlement_id from transactions.payment_instruction where state = 'PAID' group by 1 having count(*) > 1");
    expect(twice).toEqual([]);
  });

  it('owes each household by its members who count, worked out independently of rules and SQL', async () => {
    const officer = platform.as({ role: 'officer' });
    const { rows: people } = await platform.pool.query<{ household: string; birth: string | null; attributes: Record<string, boolean> }>(
      'select household_id as household, birth_date::text as birth, attributes from people.person where household_id is not null',
    );
    const age = (birth: string | null, day: string): number => (birth === null ? NaN : Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0));
    const counts = new Map<string, number>();
    for (const { household, birth, attributes } of people) {
      const years = age(birth, '2025-03-01');
      const eligible = (years < 18 && attributes['orphanOrVulnerable']) || (years >= 65 && attributes['withoutSupport']) || attributes['severelyDisabled'] || attributes['pregnantOrNursing'];
      if (eligible) counts.set(household, (counts.get(household) ?? 0) + 1);
    }
    const { rows: owed } = await platform.pool.query<{ household: string; amount: string; count: number }>(
      `select n.household_id as household, e.amount::text, (e.facts ->> 'count')::int as count
       from programmes.entitlement e join programmes.enrolment n on n.id = e.enrolment_id where e.period_from = '2025-03-01'`,
    );
    expect(owed.length).toBeGreaterThan(500);
    const table = ['320.00', '380.00', '440.00', '530.00'];
    for (const { household, amount, count } of owed) {
      expect(count).toBe(counts.get(household));
      expect(amount).toBe(table[Math.min(count, 4) - 1]);
    }
    const { programme } = await officer.run<{ programme: { enrolments: { totalCount: number } } }>('{ programme(by: { code: "LEAP" }) { enrolments { totalCount } } }');
    expect(programme.enrolments.totalCount).toBeGreaterThanOrEqual(owed.length);
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

    const { programme } = await ask<{ programme: { id: string; benefitSchedules: { nodes: { rates: { nodes: { perCycle: { amount: string } }[] } }[] } } }>('Programme');
    expect(programme.benefitSchedules.nodes[0]?.rates.nodes.map(({ perCycle }) => perCycle.amount)).toEqual(['320.00', '380.00', '440.00', '530.00']);
    const enrol = await ask<{ programmeEnrolEligible: { job: { id: string } } }>('Enrol', { programme: programme.id });
    await platform.finishJobs();
    expect(await ask('Job', { job: enrol.programmeEnrolEligible.job.id })).toMatchObject({ job: { state: 'DONE' } });

    const { cycleOpen } = await ask<{ cycleOpen: { cycle: { id: string } } }>('OpenCycle', { programme: programme.id });
    await ask('Determine', { cycle: cycleOpen.cycle.id });
    await platform.finishJobs();
    const owed = await ask<{ cycle: { entitledHouseholds: number; entitledAmount: string } }>('Owed', { cycle: cycleOpen.cycle.id, programme: programme.id });
    expect(owed.cycle).toMatchObject({ state: 'DETERMINED' });
    expect(owed.cycle.entitledHouseholds).toBeGreaterThan(500);

    const { paymentRunCreate } = await ask<{ paymentRunCreate: { run: { id: string; contentHash: string } } }>('MakeRun', { programme: programme.id });
    const { id: run, contentHash } = paymentRunCreate.run;
    const approve = operations.get('Approve') ?? '';
    const itself = platform.as({ permissions: ['transactions.runs.approve', 'transactions.runs.read'], name: 'officer' });
    expect((await itself.refuse(approve, { run, contentHash }))[0]?.code).toBe('MAKER_IS_CHECKER');
    await ask('Approve', { run, contentHash }, platform.as({ role: 'approver', name: 'approver' }));
    await ask('Send', { run });
    await platform.finishJobs();
    const { paymentRun } = await ask<{ paymentRun: { batches: { nodes: { number: number; receipt: string }[] } } }>('Files', { run });
    for (const { number, receipt } of paymentRun.batches.nodes) await ask('Answer', { run, answer: await answerOfMadeUpBank(receipt), key: `guide-answer-${number}` });
    const proof = await ask<{ paymentRun: { state: string; proof: { balanced: boolean; pending: { ledger: { amount: string } } } } }>('Proof', { run }, platform.as({ role: 'auditor-general' }));
    expect(proof.paymentRun).toMatchObject({ state: 'RECONCILED', proof: { balanced: true, pending: { ledger: { amount: '0.00' } } } });
    expect(operations.has('Progress')).toBe(true);
  });
});
