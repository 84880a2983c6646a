import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeId, encodeId, uuidOf } from './ids.js';

describe('an id', () => {
  it('holds its prefix and its UUID, and sorts as the UUID does', () => {
    fc.assert(fc.property(fc.uuid(), fc.uuid(), fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/), (a, b, prefix) => {
      expect(decodeId(encodeId(prefix, a))).toEqual({ prefix, uuid: a });
      expect(encodeId(prefix, a) < encodeId(prefix, b)).toBe(a < b);
    }));
  });

  it.each(['', 'person', 'person_', 'person_018F00000000700080000000000000AB', 'person_018f', '_018f0000000070008000000000000001', 'person_018f0000000070008000000000000001\n', 'person_018f0000-0000-7000-8000-000000000001'])(
    'is not %j', (text) => expect(decodeId(text)).toBeUndefined(),
  );

  it('of another type is refused by name', () => {
    expect(() => uuidOf('person', 'household_018f0000000070008000000000000001')).toThrow('is the id of a household; an id that begins with "person_" belongs here.');
    expect(() => uuidOf('person', '7')).toThrow('"7" is no id; an id that begins with "person_" belongs here.');
  });
});
