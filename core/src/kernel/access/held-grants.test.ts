import { describe, expect, it } from 'vitest';
import { encodeId } from '../schema/ids.js';
import { actorWith, byOneGrant, limitedTo, narrowed, unionOf, type HeldGrant } from './held-grants.js';
import { everywhere, type Scope } from './scope.js';

const scope = (places: readonly string[] | null, programmes: readonly string[] | null = null): Scope => ({ places, organisations: null, programmes });
const ids = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'] as const;
const grant = (index: 0 | 1, permissions: readonly string[], of: Scope): HeldGrant => ({ id: ids[index], role: `role-${index}`, permissions: new Set(permissions), scope: of });
const who = { id: 'somebody', kind: 'user' } as const;

describe('scopes of several grants', () => {
  it('are one where they differ in one dimension, or one holds the other', () => {
    expect(unionOf([scope(['A']), scope(['B'])])).toEqual(scope(['A', 'B']));
    expect(unionOf([scope(['A'], ['X']), scope(null, ['X'])])).toEqual(scope(null, ['X']));
    expect(unionOf([scope(['A'], ['X']), scope(['B'], ['Y']), everywhere])).toEqual(everywhere);
  });

  it('are none where they differ in two, since A with X and B with Y is not A with Y', () => {
    expect(unionOf([scope(['A'], ['X']), scope(['B'], ['Y'])])).toBeUndefined();
    expect(unionOf([scope(['A'], ['X']), scope(['B'], ['X']), scope(['A'], ['Y']), scope(['B'], ['Y'])])).toEqual(scope(['A', 'B'], ['X', 'Y']));
  });
});

describe('an actor by grants', () => {
  const actor = actorWith(who, [grant(0, ['read', 'write'], scope(['A'])), grant(1, ['read'], scope(['B']))]);

  it('sees nothing until an operation is known, and then the rows of the grants that hold all it takes', () => {
    expect(actor.places).toEqual([]);
    expect(narrowed(actor, ['read'])).toMatchObject({ places: ['A', 'B'], permissions: new Set(['read']) });
    expect(narrowed(actor, ['read', 'write'])).toMatchObject({ places: ['A'], permissions: new Set(['read', 'write']) });
  });

  it('is narrowed further where more turns out to be needed, never widened', () => {
    expect(narrowed(narrowed(actor, ['read']), ['write']).places).toEqual(['A']);
    expect(narrowed(narrowed(actor, ['write']), ['read']).places).toEqual(['A']);
  });

  it('may ask by one grant alone, of those that they hold', () => {
    expect(narrowed(byOneGrant(actor, encodeId('grant', ids[1])), ['read']).places).toEqual(['B']);
    expect(() => byOneGrant(actor, encodeId('grant', '018f0000-0000-7000-8000-000000000009'))).toThrow('no grant');
  });

  it('has in no grant more than the scopes of the sign-in say', () => {
    expect(narrowed(limitedTo(actor, ['write']), ['write']).places).toEqual(['A']);
    expect([...limitedTo(actor, ['write']).permissions]).toEqual(['write']);
    expect(narrowed(limitedTo(actor, ['write']), ['read']).permissions.has('read')).toBe(false);
  });
});
