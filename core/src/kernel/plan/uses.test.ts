import { describe, expect, it } from 'vitest';
import { codesOf, definition, described, problemsOf } from './testing/described.js';

const type = definition('type');
const permission = definition('permission');
const people = described('people', { defines: [type('Person', 'class Person'), permission('people.read', 'permissions')] });

describe('the use of a name', () => {
  it('asks whether an unknown name was meant to be another, and lists where it is used', () => {
    const uses = [permission('people.raed', 'class Pension'), permission('people.raed', 'role officer')];
    expect(problemsOf([people, described('pensions', { requires: { people: '*' }, uses })])).toEqual([{
      code: 'UNKNOWN_PERMISSION',
      message: 'pensions 1.0.0 uses the permission people.raed (class Pension, role officer), which no module defines.',
      cure: 'Did you mean people.read? Correct the name, or add the module that defines it to the deployment.',
    }]);
  });

  it('takes that the module requires the owner', () => {
    const uses = [permission('people.read', 'class Pension'), type('Person', 'PersonPensions.pensions')];
    expect(problemsOf([people, described('pensions', { uses })])).toEqual([{
      code: 'NOT_REQUIRED',
      message: 'pensions 1.0.0 uses the permission people.read (class Pension) and type Person (PersonPensions.pensions) of people 1.0.0, which it does not require.',
      cure: 'Add requires: "kinga": { "requires": { "people": "^1.0.0" } } in the package.json of @kinga/pensions.',
    }]);
  });

  it('may go through another module that requires the owner', () => {
    const programmes = described('programmes', { requires: { people: '*' } });
    expect(codesOf([people, programmes, described('pensions', { requires: { programmes: '*' }, uses: [type('Person')] })])).toEqual([]);
  });

  it('is not reported again where the whole module is missing', () => {
    expect(codesOf([described('pensions', { requires: { people: '*' }, uses: [permission('people.read')] })])).toEqual(['MISSING_MODULE']);
  });
});
