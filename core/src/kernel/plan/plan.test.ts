import { describe, expect, it } from 'vitest';
import { planModules } from './plan.js';
import { printProblems } from './problems.js';
import { definition, described, planOf, problemsOf } from './testing/described.js';

describe('a plan', () => {
  it('cannot be changed', () => {
    const plan = planOf([described('people', { defines: [definition('type')('Person')] })]);
    expect(Object.isFrozen(plan)).toBe(true);
    expect(Object.isFrozen(plan.modules)).toBe(true);
    expect(() => (plan.owners as Map<string, unknown>).clear()).toThrow('The plan is frozen');
    expect(plan.owners.size).toBe(1);
  });

  it('of no modules is empty', () => {
    expect(planModules([], { settings: {}, choose: {} })).toMatchObject({ plan: { modules: [] } });
  });

  it('reports problems of all subjects at once, whatever the order of the modules', () => {
    const modules = [
      described('pensions', { requires: { peopel: '^1.0.0', claims: '^2.0.0' }, defines: [definition('permission')('read')], uses: [definition('type')('Persn')] }),
      described('claims', { requires: { claims: '*' }, defines: [definition('type')('Person')] }),
      described('people', { defines: [definition('type')('Person')] }),
    ];
    const choices = { settings: { peple: {} }, choose: { nothing: 'x' } };
    const problems = problemsOf(modules, choices);
    expect(problems.map(({ code }) => code)).toEqual([
      'MISSING_MODULE', 'WRONG_VERSION', 'REQUIRES_CYCLE', 'WRONG_PREFIX', 'DUPLICATE_TYPE', 'UNKNOWN_TYPE', 'CHOICE_FOR_NOTHING', 'SETTINGS_OF_NOBODY',
    ]);
    expect(problemsOf(modules.toReversed(), choices)).toEqual(problems);
  });
});

describe('printed problems', () => {
  it('say what is wrong and what to do', () => {
    expect(printProblems(problemsOf([described('people'), described('pensions', { version: 'one' })]))).toBe(`1 problem keeps Kinga from starting:

  INVALID_VERSION
    pensions (@kinga/pensions) has the version "one", which is not semver.
    To do: Write version in the package.json of @kinga/pensions as major.minor.patch, such as 1.0.0.`);
  });
});
