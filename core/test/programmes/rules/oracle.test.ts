import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUSEHOLDS, startRulePlatform, type RulePlatform } from '../testing/rule-platform.js';
import { oracle } from '../testing/oracle.js';
import { randomFacts, randomParameters, randomTables, ruleSets } from '../testing/random-rules.js';

let rules: RulePlatform;
beforeAll(async () => {
  rules = await startRulePlatform();
});
afterAll(() => rules.test.stop());

/** `RULE_RUNS=1500` for a night's work. */
const RUNS = Number(process.env['RULE_RUNS'] ?? 25);
const RULES = 24;
const ROWS = 6;

describe('whatever the rules, the facts, the parameters and the tables', () => {
  it('compiled SQL gives what a second evaluator gives, to the last digit, and unknown where it does', async () => {
    let known = 0;
    await fc.assert(fc.asyncProperty(ruleSets(RULES, 4), fc.array(randomFacts, { minLength: ROWS, maxLength: ROWS }), randomParameters, randomTables, async (set, facts, parameters, tables) => {
      const compiled = rules.compile({ ...HOUSEHOLDS, rules: set }, '2026-03-01', { parameters, tables });
      const found = await rules.exactly(compiled, ...facts);
      const expected = facts.map((each) => oracle({ on: '2026-03-01', facts: each, rules: set, parameters, tables }));
      known += found.flatMap((values) => Object.values(values)).filter((value) => value !== null).length;
      found.forEach((values, index) => set.forEach(({ code, expression }) => {
        if (values[code] !== expected[index]?.[code]) expect({ code, expression, facts: facts[index], value: values[code] }).toEqual({ code, expression, facts: facts[index], value: expected[index]?.[code] });
      }));
    }), { numRuns: RUNS, endOnFailure: true });
    // Rules of which everything is unknown would prove little.
    expect(known / (RUNS * RULES * ROWS)).toBeGreaterThan(0.3);
  });
});
