import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { inWaves } from '../src/adjudication/waves.js';
import { adjudicate, planWith } from './some-adjudication.js';
import { asked, family, line, someFamily, submit } from './some-claims.js';
import { somePolicy } from './some-policy.js';
import { anybody, done, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let officer: TestClient;
let cases = 0;

const CODES = ['CONS', 'LAB', 'PARA', 'CHECK'] as const;
const cents = (value: number): string => (value / 100).toFixed(2);

const lineOf = fc.record({ code: fc.constantFrom(...CODES), quantity: fc.integer({ min: 1, max: 300 }), price: fc.integer({ min: 0, max: 4000 }) });
const planOf = fc.record({
  deductible: fc.option(fc.integer({ min: 0, max: 6000 }), { nil: null }), ceiling: fc.option(fc.integer({ min: 0, max: 9000 }), { nil: null }), category: fc.option(fc.integer({ min: 0, max: 5000 }), { nil: null }),
  per: fc.constantFrom('TREATMENT', 'MEMBER', 'POLICY'), share: fc.integer({ min: 0, max: 100 }), fixed: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: null }), most: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null }), origin: fc.constantFrom('LIST', 'CLAIMED'),
});
type Line = typeof lineOf extends fc.Arbitrary<infer L> ? L : never;
type PlanTerms = typeof planOf extends fc.Arbitrary<infer P> ? P : never;

/** LAB has a most quantity in the register; here the lines are small enough for it. */
const asLine = ({ code, quantity, price }: Line): object => line(code, { quantity: cents(code === 'LAB' ? Math.min(quantity, 300) : quantity), price: cents(price) });
const worth = (lines: readonly Line[]): boolean => lines.some(({ quantity, price }) => Math.round((quantity * price) / 100) > 0);

async function familyWith(terms: PlanTerms): Promise<string> {
  cases += 1;
  const people = await someFamily(platform, `H${cases}`, family);
  const limits = [...(terms.deductible === null ? [] : [{ kind: 'DEDUCTIBLE', per: terms.per, care: 'ANY', amount: cents(terms.deductible) }]), ...(terms.ceiling === null ? [] : [{ kind: 'CEILING', per: terms.per, care: 'ANY', amount: cents(terms.ceiling) }])];
  const limited = terms.fixed === null ? { kind: 'SHARE', adult: (terms.share / 100).toFixed(2), child: '1' } : { kind: 'AMOUNT', adult: cents(terms.fixed), child: '1' };
  const version = await planWith(platform, `H${cases}`, { limits, ...(terms.category !== null && { categoryLimits: [{ category: 'CONSULTATION', amount: cents(terms.category) }] }) },
    CODES.map((serviceCode) => ({ serviceCode, priceOrigin: terms.origin, mostQuantityAdult: terms.most === null ? null : cents(terms.most), limits: [{ visit: 'OTHER', ...limited }] })));
  await somePolicy(platform, version, `H${cases}`, Object.values(people));
  return people['Ama'] ?? '';
}

interface Result { readonly code: string; readonly asked: string; readonly quantity: string; readonly claimed: string; readonly rejected: string; readonly deductible: string; readonly share: string; readonly over: string; readonly paid: string; readonly reason: string | null }

/** What holds of the lines of a household's claims, in the order of the lines. */
async function results(household: string): Promise<readonly Result[]> {
  return (await platform.pool.query<Result>(
    `select s.code, l.quantity::text as asked, r.quantity::text, r.claimed::text, r.rejected::text, r.deductible::text, r.member_share::text as share, r.over_ceiling::text as over, r.paid::text, r.reason from health_insurance.claim_line_result r
     join health_insurance.claim_line l on l.id = r.line_id join health_insurance.claim c on c.id = r.claim_id join health_insurance.service s on s.id = r.service_id join people.person p on p.id = c.person_id join people.household h on h.id = p.household_id
     where r.superseded_by is null and h.code = $1 order by c.id, l.number`, [household])).rows;
}
const sum = (rows: readonly Result[], of: (row: Result) => string): number => rows.reduce((total, row) => total + Math.round(Number(of(row)) * 100), 0);

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-06-01' });
  officer = anybody(platform, 'officer');
  await someRegisters(platform);
  await done(anybody(platform, 'keeper'), 'healthRegisterImport', 'changed', { register: 'SERVICES', file: 'code,name,category,unit_price,currency,valid_from\nCHECK,Check,OTHER,30.00,GHS,2020-01-01\n' });
});
afterAll(() => platform.stop());

describe('Whatever a plan and claims are', () => {
  it('parts sum to what was claimed, and never more is paid than was claimed, than the ceiling, than the quantity', async () => {
    await fc.assert(fc.asyncProperty(planOf, fc.array(fc.array(lineOf, { minLength: 1, maxLength: 5 }).filter(worth), { minLength: 1, maxLength: 3 }), async (terms, claims) => {
      const person = await familyWith(terms);
      const ids: string[] = [];
      for (const lines of claims) ids.push(await submit(officer, asked(person, lines.map(asLine))));
      await adjudicate(officer, ids);
      const found = await results(`H${cases}`);
      for (const row of found) {
        expect(Number(row.quantity)).toBeLessThanOrEqual(Number(row.asked));
        expect(sum([row], (r) => r.claimed)).toBe([(r: Result) => r.rejected, (r: Result) => r.deductible, (r: Result) => r.share, (r: Result) => r.over, (r: Result) => r.paid].reduce((total, part) => total + sum([row], part), 0));
      }
      const times = terms.per === 'TREATMENT' ? claims.length : 1;
      if (terms.ceiling !== null) expect(sum(found, (row) => row.paid)).toBeLessThanOrEqual(terms.ceiling * times);
      if (terms.deductible !== null) expect(sum(found, (row) => row.deductible)).toBeLessThanOrEqual(terms.deductible * times);
      if (terms.most !== null) for (const code of CODES) expect(sum(found.filter((row) => row.code === code), (row) => row.quantity)).toBeLessThanOrEqual(terms.most);
      const { rows: [total] } = await platform.pool.query<{ same: boolean }>('select bool_and(c.approved = (select sum(r.paid) from health_insurance.claim_line_result r where r.claim_id = c.id and r.superseded_by is null)) as same from health_insurance.claim c where c.approved is not null');
      expect(total?.same).toBe(true);
    }), { numRuns: 8 });
  });

  it('the order of the lines makes no difference', async () => {
    await fc.assert(fc.asyncProperty(planOf, fc.array(lineOf, { minLength: 2, maxLength: 6 }).filter(worth).chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }))), async (terms, [lines, shuffled]) => {
      const outcomes: unknown[] = [];
      for (const order of [lines, shuffled]) {
        await adjudicate(officer, [await submit(officer, asked(await familyWith(terms), order.map(asLine)))]);
        outcomes.push((await results(`H${cases}`)).map((row) => JSON.stringify(row)).sort());
      }
      expect(outcomes[1]).toEqual(outcomes[0]);
    }), { numRuns: 4 });
  });

  it('claims that are adjudicated together are decided as one after the other', async () => {
    await fc.assert(fc.asyncProperty(planOf, fc.array(fc.array(lineOf, { minLength: 1, maxLength: 3 }).filter(worth), { minLength: 2, maxLength: 4 }), async (terms, claims) => {
      const outcomes: unknown[] = [];
      for (const together of [true, false]) {
        const person = await familyWith(terms);
        const ids: string[] = [];
        for (const lines of claims) ids.push(await submit(officer, asked(person, lines.map(asLine))));
        if (together) await adjudicate(officer, ids);
        else for (const id of ids) await adjudicate(officer, [id]);
        outcomes.push(await results(`H${cases}`));
      }
      expect(outcomes[1]).toEqual(outcomes[0]);
    }), { numRuns: 4 });
  });

  it('no two claims of a wave touch the same, and each comes after those before it that it shares something with', () => {
    fc.assert(fc.property(fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 3 }), { maxLength: 30 }), (touches) => {
      const waves = inWaves(touches.map((each, at) => ({ id: String(at), touches: each })));
      const waveOf = new Map(waves.flatMap((wave, number) => wave.map((id) => [Number(id), number] as const)));
      expect(waveOf.size).toBe(touches.length);
      touches.forEach((own, at) => touches.slice(0, at).forEach((earlier, before) => {
        if (own.some((one) => earlier.includes(one))) expect(waveOf.get(before)).toBeLessThan(waveOf.get(at) ?? -1);
      }));
    }));
  });
});
