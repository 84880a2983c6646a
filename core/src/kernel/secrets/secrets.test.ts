import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '../context.js';
import { parseKeys, type Keys } from './keys.js';
import { openKeys } from './open-keys.js';
import { bytesOf, digest, digests, open, seal } from './secrets.js';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const withKeys = (text: string): Pick<Context, 'platform'> => ({ platform: { keys: parseKeys(text) } as { keys: Keys } as never });
const ctx = withKeys(key(1));
const sealing = { purpose: 'people.identifier/number', row: '018f0000-0000-7000-8000-000000000001' };

describe('a sealed text', () => {
  it('opens as what it was, for the row and purpose that it was sealed for', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(open(ctx, sealing, seal(ctx, sealing, text))).toBe(text);
    }));
  });

  it('never looks the same twice', () => {
    expect(seal(ctx, sealing, '1234').equals(seal(ctx, sealing, '1234'))).toBe(false);
  });

  it('does not open where one bit was changed', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, at) => {
      const sealed = seal(ctx, sealing, text);
      const bit = at % (sealed.length * 8);
      sealed[bit >> 3] = (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => open(ctx, sealing, sealed)).toThrow();
    }));
  });

  it('does not open in another row, for another purpose, shortened, or with another key', () => {
    const sealed = seal(ctx, sealing, '1234');
    expect(() => open(ctx, { ...sealing, row: '018f0000-0000-7000-8000-000000000002' }, sealed)).toThrow();
    expect(() => open(ctx, { ...sealing, purpose: 'people.identifier/card' }, sealed)).toThrow();
    for (let length = 0; length < sealed.length; length += 1) expect(() => open(ctx, sealing, sealed.subarray(0, length))).toThrow();
    expect(() => open(withKeys(key(2)), sealing, sealed)).toThrow(/which KINGA_KEYS does not have/);
  });
});

describe('a digest', () => {
  it('is the same for the same text and purpose only', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
      expect(digest(ctx, 'x', a).equals(digest(ctx, 'x', b))).toBe(a === b);
      expect(digest(ctx, 'x', a).equals(digest(ctx, 'y', a))).toBe(false);
    }));
  });

  it('takes the key: nobody finds a number by trying all of them', () => {
    expect(digest(ctx, 'x', '1234').equals(digest(withKeys(key(2)), 'x', '1234'))).toBe(false);
  });
});

describe('keys', () => {
  it('rotate: the first makes what is new, the others open and find what is there', () => {
    const before = { sealed: seal(ctx, sealing, '1234'), digest: digest(ctx, 'x', '1234') };
    const rotated = withKeys(`${key(2)}, ${key(1)}`);
    expect(open(rotated, sealing, before.sealed)).toBe('1234');
    expect(digests(rotated, 'x', '1234').some((each) => each.equals(before.digest))).toBe(true);
    expect(open(withKeys(key(2)), sealing, seal(rotated, sealing, '5678'))).toBe('5678');
    expect(digest(rotated, 'x', '1234').equals(digest(withKeys(key(2)), 'x', '1234'))).toBe(true);
  });

  it('have to be 32 bytes, and not one of them twice', () => {
    expect(() => parseKeys('c2hvcnQ=')).toThrow(/has 5 bytes instead of 32/);
    expect(() => parseKeys(`${key(1)},${key(1)}`)).toThrow(/twice/);
    expect(() => parseKeys(' , ')).toThrow(/no key/);
  });

  it('are made once in development, for this user alone, and have to be given in production', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kinga-keys-'));
    const opened = await Promise.all(Array.from({ length: 5 }, () => openKeys(folder, {})));
    expect(new Set(opened.map(({ current }) => current.id.toString('hex'))).size).toBe(1);
    expect((await stat(join(folder, 'development-keys'))).mode & 0o777).toBe(0o600);
    await expect(openKeys(folder, { NODE_ENV: 'production' })).rejects.toMatchObject({ code: 'KEYS_MISSING', cure: expect.stringContaining('openssl rand') as string });
    expect((await openKeys(folder, { NODE_ENV: 'production', KINGA_KEYS: key(3) })).all).toHaveLength(1);
    await rm(folder, { recursive: true });
  });
});

it('bytes come from planned reads as PostgreSQL writes them in JSON', () => {
  expect(bytesOf('\\x0aff').equals(Buffer.from([10, 255]))).toBe(true);
});
