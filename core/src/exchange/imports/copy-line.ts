type CopyValue = string | number | boolean | Buffer | readonly (string | Buffer)[] | object | null | undefined;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const SPECIAL = /[\\\t\n\r]/;

/** A row in COPY's text form. Lists become arrays of text, Buffers bytea, other objects JSON. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = '';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) line += '\t';
    const value = values[index];
    line += value === null || value === undefined ? '\\N' : typeof value === 'string' ? escaped(value) : shown(value);
  }
  return `${line}\n`;
}

function shown(value: Exclude<CopyValue, string | null | undefined>): string {
  if (typeof value !== 'object') return String(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  if (Array.isArray(value)) return escaped(`{${value.map((item) => `"${(Buffer.isBuffer(item) ? `\\x${item.toString('hex')}` : String(item)).replace(/["\\]/g, '\\$&')}"`).join()}}`);
  return escaped(JSON.stringify(value));
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : text;
}
