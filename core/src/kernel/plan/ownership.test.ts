import { describe, expect, it } from 'vitest';
import { codesOf, definition, described, planOf, problemsOf } from './testing/described.js';

const field = definition('field');
const type = definition('type');
const permission = definition('permission');
const people = described('people', { defines: [type('Person', 'class Person'), field('Person.name', 'Person.name'), permission('people.read', 'permissions')] });

describe('who owns a name', () => {
  it('is the module that defines it, with the place', () => {
    expect(planOf([people]).owners.get('field:Person.name')).toEqual({ module: 'people', version: '1.0.0', place: 'Person.name' });
  });

  it('is told of both where two modules define one field', () => {
    const adding = (id: string, place: string) => described(id, { requires: { people: '*' }, defines: [field('Person.policies', place)] });
    expect(problemsOf([people, adding('pensions', 'Awards.policies'), adding('insurance', 'PersonPolicies.policies')])).toEqual([{
      code: 'DUPLICATE_FIELD',
      message: 'The field Person.policies is defined twice: by insurance 1.0.0 (PersonPolicies.policies) and pensions 1.0.0 (Awards.policies).',
      cure: 'Rename all but one. To change how an existing field resolves, use wrapField.',
    }]);
  });

  it('is told where one module defines a name twice', () => {
    expect(codesOf([described('people', { defines: [permission('people.read'), permission('people.read')] })])).toEqual(['DUPLICATE_PERMISSION']);
  });

  it('says of a type that two modules define nothing about each of its fields', () => {
    const registry = described('registry', { defines: [type('Person'), field('Person.name')] });
    expect(codesOf([people, registry])).toEqual(['DUPLICATE_TYPE']);
  });

  it('lets names of different kinds be the same', () => {
    expect(codesOf([described('a', { defines: [definition('job')('a.run'), definition('event')('a.run')] })])).toEqual([]);
  });
});
