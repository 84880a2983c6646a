import { describe, expect, it } from 'vitest';
import { codesOf, definition, described, problemsOf } from './testing/described.js';
import { accepts } from './versions.js';

describe('the versions of modules', () => {
  it.each([
    ['^2.0.0', '2.0.0-rc.1', true],
    ['^1.0.0', '2.0.0-rc.1', false],
    ['^1.0.0 || ^2.0.0', '2.0.0-rc.1', true],
    ['^2.0.0-rc.2', '2.0.0-rc.1', false],
    ['^2.0.0-rc.2', '2.0.0-rc.3', true],
    ['^2.0.0-rc.2', '2.1.0-beta.1', true],
    ['2.0.0-rc.1', '2.0.0-rc.1', true],
    ['*', '0.1.0-alpha', true],
    ['^0.1.0', '0.2.0', false],
  ])('says of %s whether it takes %s: %s', (range, version, expected) => {
    expect(accepts(range, version)).toBe(expected);
  });

  it('asks whether a module that is missing was meant to be another', () => {
    expect(problemsOf([described('pensions', { requires: { peeple: '^1.0.0' } }), described('people')])).toEqual([{
      code: 'MISSING_MODULE',
      message: 'pensions 1.0.0 requires peeple ^1.0.0, which is not among the modules.',
      cure: "Did you mean people? Install peeple and add it to the deployment's modules, or correct kinga.requires in the package.json of @kinga/pensions.",
    }]);
  });

  it('names both modules where a version does not fit', () => {
    expect(problemsOf([described('pensions', { requires: { people: '^2.0.0' } }), described('people', { packageName: '@kinga/core' })])).toEqual([{
      code: 'WRONG_VERSION',
      message: 'pensions 1.0.0 requires people ^2.0.0, but people 1.0.0 (@kinga/core) is installed.',
      cure: 'Install a version of @kinga/core in ^2.0.0, or a version of @kinga/pensions that works with 1.0.0.',
    }]);
  });

  it('refuses ranges and versions that are none, each once', () => {
    expect(codesOf([described('pensions', { requires: { people: 'newest please' } }), described('people', { version: '1.0' })])).toEqual(['INVALID_RANGE', 'INVALID_VERSION']);
  });

  it('refuses two modules with one id, and says no more about the names of both', () => {
    const parts = { defines: [definition('type')('Pension')] };
    expect(problemsOf([described('pensions', { ...parts, version: '2.0.0' }), described('pensions', { ...parts, packageName: '@acme/pensions' })])).toEqual([{
      code: 'DUPLICATE_MODULE',
      message: '2 modules have the id pensions: @acme/pensions 1.0.0 and @kinga/pensions 2.0.0.',
      cure: 'List only one of them, or give the others another kinga.id in their package.json.',
    }]);
  });

  it('says that a module is listed twice', () => {
    const pensions = described('pensions');
    expect(problemsOf([pensions, pensions])[0]?.message).toBe('The module pensions 1.0.0 (@kinga/pensions) is listed twice.');
  });
});
