/** Why a text is not taken, in words of our own: `is not JSON`. */
export class NotPlain extends Error {}

/**
 * Reads JSON that everybody reads alike. Where a name comes twice in one object (RFC 8259, 4), whoever looks at it on its way, such as a
 * proxy that lets some operations pass, may see another value than the one that is used; a key `__proto__` may be more than a key.
 *
 * @throws NotPlain
 */
export function readPlainJson(text: string): unknown {
  const value = parsed(text);
  if (membersRead(value) !== membersWritten(text)) throw new NotPlain('says the same twice');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotPlain('is not JSON');
  }
}

function membersRead(value: unknown): number {
  let count = 0;
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const names = Array.isArray(next) ? [] : Object.keys(next);
    if (names.includes('__proto__')) throw new NotPlain('has a key __proto__');
    count += names.length;
    for (const part of Object.values(next)) if (typeof part === 'object') open.push(part);
  }
  return count;
}

/** Each has a colon, outside of texts. The text is JSON. */
function membersWritten(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === ':') count += 1;
    else if (text[at] === '"') for (at += 1; text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
  }
  return count;
}
