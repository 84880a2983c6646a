import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const KEY_BYTES = 32;
/** Bytes that name a key at the head of what was made with it. */
export const KEY_ID_BYTES = 4;

/** A key and what it is called in what was made with it: bytes of its own hash, so that no two keys have one name by mistake. */
export interface Key {
  readonly id: Buffer;
  /** The key for one use of it; no two uses share one. A key object, since Node is several times slower with bytes. */
  derive(use: string): KeyObject;
}

/** The keys of a deployment, which are never in its database. The first makes what is new; all read what is there. */
export interface Keys {
  readonly current: Key;
  readonly all: readonly Key[];
}

/** What keeps keys from being read; what to do about it is said. */
export class KeysProblem extends Error {
  override readonly name = 'KeysProblem';

  constructor(readonly code: 'KEYS_MISSING' | 'KEYS_INVALID', message: string, readonly cure: string) {
    super(message);
  }
}

/**
 * Keys as `KINGA_KEYS` has them: each 32 random bytes in base64, with commas between. To rotate, first add the new key behind
 * the others and start every process again, then put it first and start every process again; `personSecretsRekey` then wraps the
 * keys of persons anew. What change requests hold, and what was sealed before persons had keys, in history, still takes the old key.
 *
 * @throws KeysProblem KEYS_INVALID
 */
export function parseKeys(text: string): Keys {
  const all = text.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part, index) => keyOf(Buffer.from(part, 'base64'), index));
  const [current] = all;
  const names = new Set(all.map(({ id }) => id.toString('hex')));
  if (!current || names.size < all.length) throw invalid(current ? 'KINGA_KEYS names one key twice.' : 'KINGA_KEYS names no key.');
  return Object.freeze({ current, all });
}

function keyOf(bytes: Buffer, index: number): Key {
  if (bytes.length !== KEY_BYTES) throw invalid(`Key ${index + 1} of KINGA_KEYS has ${bytes.length} bytes instead of ${KEY_BYTES}.`);
  const derived = new Map<string, KeyObject>();
  return {
    id: createHash('sha256').update('kinga key id\n').update(bytes).digest().subarray(0, KEY_ID_BYTES),
    derive: (use) => {
      const known = derived.get(use) ?? createSecretKey(Buffer.from(hkdfSync('sha256', bytes, 'kinga', use, KEY_BYTES)));
      derived.set(use, known);
      return known;
    },
  };
}

function invalid(message: string): KeysProblem {
  return new KeysProblem('KEYS_INVALID', message, 'Make one with: openssl rand -base64 32. Several stand with commas between, the newest first.');
}
