import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requiredBy, sortNames } from './order.js';
import { described, planOf, problemsOf } from './testing/described.js';

describe('the order of modules', () => {
  it('puts a module after those that it requires, and the free by name', () => {
    const plan = planOf([described('pensions', { requires: { people: '^1.0.0' } }), described('zebra'), described('people', { requires: { zebra: '*' } }), described('cash')]);
    expect(plan.modules.map(({ id }) => id)).toEqual(['cash', 'zebra', 'people', 'pensions']);
  });

  it('prints a circle whole', () => {
    const requires = (id: string): { requires: Record<string, string> } => ({ requires: { [id]: '*' } });
    expect(problemsOf([described('c', requires('b')), described('b', requires('a')), described('a', requires('c')), described('d', requires('a'))])).toEqual([{
      code: 'REQUIRES_CYCLE',
      message: 'Modules require each other in a circle: a -> c -> b -> a (a 1.0.0, c 1.0.0, b 1.0.0).',
      cure: 'Take one of these out of kinga.requires: move what both need to a module that both require, or let one offer an extension point.',
    }]);
  });

  it('prints every circle, those that share a module too, and a module that requires itself', () => {
    expect(sortNames(new Map([['a', ['b', 'c']], ['b', ['a']], ['c', ['a']], ['d', ['d']]])).cycles).toEqual([['a', 'b', 'a'], ['a', 'c', 'a'], ['d', 'd']]);
  });

  it('follows what modules require through others', () => {
    const { module: a } = described('a', { requires: { b: '*' } });
    const { module: b } = described('b', { requires: { c: '*' } });
    expect(requiredBy([a, b])).toEqual(new Map([['a', new Set(['b', 'c'])], ['b', new Set(['c'])]]));
  });

  it('respects what is required and does not depend on how the modules are listed', () => {
    // Links go from the later to the earlier of a shuffled list of names, so that there is no circle.
    const dag = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 12 }).chain((ids) =>
      fc.tuple(
        fc.tuple(...ids.map((_, index) => fc.subarray(ids.slice(0, index)))),
        fc.shuffledSubarray([...ids.keys()], { minLength: ids.length }),
      ).map(([links, listing]) => ({ ids, links, listing })));
    fc.assert(fc.property(dag, ({ ids, links, listing }) => {
      const modules = ids.map((id, index) => described(id, { requires: Object.fromEntries((links[index] ?? []).map((required) => [required, '^1.0.0'])) }));
      const order = planOf(modules).modules.map(({ id }) => id);
      expect(order.toSorted()).toEqual(ids.toSorted());
      ids.forEach((id, index) => links[index]?.forEach((required) => expect(order.indexOf(required)).toBeLessThan(order.indexOf(id))));
      expect(planOf(listing.flatMap((index) => modules[index] ?? [])).modules.map(({ id }) => id)).toEqual(order);
    }));
  });
});
