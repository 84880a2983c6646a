import { describe, expect, it } from 'vitest';
import { wrapField } from '../module/wrap-field.js';
import { codesOf, definition, described, planOf, problemsOf } from './testing/described.js';

const people = described('people', { defines: [definition('field')('Person.phone', 'Person.phone')] });
const wrapping = (id: string, coordinate: string, requires = ['people']) =>
  described(id, { requires: Object.fromEntries(requires.map((required) => [required, '*'])), wraps: [wrapField(coordinate, `for ${id}`, (next) => next)] });

describe('a wrapped field', () => {
  it('is wrapped by several modules in their order, the last outermost', () => {
    const plan = planOf([wrapping('a', 'Person.phone', ['people', 'shelter']), people, wrapping('shelter', 'Person.phone')]);
    expect(plan.wraps.get('Person.phone')?.map(({ module, because }) => [module, because])).toEqual([['shelter', 'for shelter'], ['a', 'for a']]);
  });

  it('has to be there', () => {
    expect(problemsOf([people, wrapping('shelter', 'Person.phon')])).toEqual([{
      code: 'UNKNOWN_FIELD',
      message: 'shelter 1.0.0 uses the field Person.phon (wraps), which no module defines.',
      cure: 'Did you mean Person.phone? Correct the name, or add the module that defines it to the deployment.',
    }]);
  });

  it("is another module's, one that is required", () => {
    expect(codesOf([people, wrapping('shelter', 'Person.phone', [])])).toEqual(['NOT_REQUIRED']);
    const own = described('people', { defines: people.defines, wraps: [wrapField('Person.phone', 'because', (next) => next)] });
    expect(problemsOf([own])[0]?.message).toBe('people 1.0.0 (wraps) wraps Person.phone, which it defines itself (Person.phone).');
  });
});
