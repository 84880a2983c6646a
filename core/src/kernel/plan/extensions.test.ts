import { describe, expect, it } from 'vitest';
import { type ExtensionKind, extensionPoint, type Placement } from '../module/extension-point.js';
import { codesOf, definition, described, planOf, problemsOf } from './testing/described.js';

const steps = extensionPoint<number>('claims.steps', 'chain', 'Steps of an adjudication');
const offering = (kind: ExtensionKind = 'chain') => described('claims', { offers: [{ ...steps, kind }], defines: [definition('extension point')(steps.name, 'offers')] });
const giving = (id: string, placements: Readonly<Record<string, Placement>>, requires = {}) =>
  described(id, { requires: { claims: '*', ...requires }, contributes: Object.entries(placements).map(([name, placement]) => steps.contribute(name, 1, placement)) });
const namesOf = (...modules: Parameters<typeof planOf>): readonly string[] | undefined => planOf(...modules).extensions.get(steps.name)?.map(({ name }) => name);

describe('a chain', () => {
  it('places its steps before and after others, and the free by name', () => {
    const a = giving('a', { pay: { after: ['check'] }, check: {}, draft: { before: ['check'] } });
    const b = giving('b', { audit: { after: ['check'], before: ['pay'] } }, { a: '*' });
    expect(namesOf([offering(), b, a])).toEqual(['draft', 'check', 'audit', 'pay']);
    expect(planOf([a, offering(), b]).extensions.get(steps.name)?.[2]).toEqual({ module: 'b', name: 'audit', value: 1 });
  });

  it('reports steps that wait for each other', () => {
    expect(problemsOf([offering(), giving('a', { check: { before: ['pay'] }, pay: { before: ['check'] } })])[0]?.message).toBe(
      'Steps of the chain claims.steps of claims 1.0.0 (offers) each come after the next in a circle: check -> pay -> check (check of a 1.0.0, pay of a 1.0.0).',
    );
  });

  it('reports a place next to a step that there is not', () => {
    expect(problemsOf([offering(), giving('a', { check: {}, pay: { after: ['chek'] } })])).toEqual([{
      code: 'UNKNOWN_CONTRIBUTION',
      message: 'a 1.0.0 uses the contribution claims.steps/chek (contribution pay), which no module defines.',
      cure: 'Did you mean claims.steps/check? Correct the name, or add the module that defines it to the deployment.',
    }]);
  });

  it('takes that a step next to another requires the module of that step', () => {
    expect(codesOf([offering(), giving('a', { check: {} }), giving('b', { pay: { after: ['check'] } })])).toEqual(['NOT_REQUIRED']);
  });
});

describe('a point for one', () => {
  it('takes the only contribution, or the one that is chosen', () => {
    const modules = [offering('one'), giving('a', { fast: {} })];
    expect(namesOf(modules)).toEqual(['fast']);
    expect(namesOf([...modules, giving('b', { slow: {} })], { choose: { 'claims.steps': 'slow' } })).toEqual(['slow']);
  });

  it('asks for a choice between several', () => {
    expect(problemsOf([offering('one'), giving('a', { fast: {} }), giving('b', { slow: {} })])).toEqual([{
      code: 'CHOICE_NEEDED',
      message: 'The extension point claims.steps of claims 1.0.0 (offers) takes one contribution and gets 2: fast of a 1.0.0 and slow of b 1.0.0.',
      cure: "Choose in the deployment: choose: { 'claims.steps': 'fast' }",
    }]);
  });

  it('needs one, and a choice that is there', () => {
    expect(codesOf([offering('one')])).toEqual(['NOTHING_CONTRIBUTED']);
    expect(problemsOf([offering('one'), giving('a', { fast: {} })], { choose: { 'claims.steps': 'fats' } })[0]).toEqual({
      code: 'UNKNOWN_CHOICE',
      message: 'The deployment (choose) chooses fats for the extension point claims.steps of claims 1.0.0 (offers), which no module contributes.',
      cure: 'Did you mean fast? There is fast of a 1.0.0.',
    });
  });
});

describe('an extension point', () => {
  it('for many takes all, by name', () => {
    expect(namesOf([offering('many'), giving('a', { x: {}, c: {} }), giving('b', { b: {} })])).toEqual(['b', 'c', 'x']);
    expect(namesOf([offering('many')])).toEqual([]);
  });

  it('takes each name once, whoever gives it', () => {
    expect(problemsOf([offering('many'), giving('a', { x: {} }), giving('b', { x: {} })])[0]?.message).toBe(
      'The contribution claims.steps/x is defined twice: by a 1.0.0 (contributes) and b 1.0.0 (contributes).',
    );
  });

  it('has to be offered by a module that the contributor requires', () => {
    const lone = described('a', { contributes: [steps.contribute('x', 1)] });
    expect(codesOf([offering(), lone])).toEqual(['NOT_REQUIRED']);
    expect(codesOf([lone])).toEqual(['UNKNOWN_EXTENSION_POINT']);
  });

  it('without an order takes no places, and none but those for one takes a choice', () => {
    expect(codesOf([offering('many'), giving('a', { x: {}, y: { after: ['x'] } })], { choose: { 'claims.steps': 'x', 'claims.step': 'x' } })).toEqual([
      'CHOICE_NOT_TAKEN', 'CHOICE_FOR_NOTHING', 'PLACEMENT_NOT_TAKEN',
    ]);
  });
});
