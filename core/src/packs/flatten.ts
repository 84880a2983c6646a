import type { PackData } from './format.js';

/** A pack as lines that can be compared: where, and what stands there. */
export function flatten(data: Pick<PackData, 'programmes'>): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const { code, parameters, tables, versions, names, ...fields } of data.programmes) {
    for (const [name, value] of Object.entries(fields)) if (value !== undefined && value !== null) lines.set(`${code} / ${name}`, String(value));
    for (const [language, text] of Object.entries(names)) lines.set(`${code} / name in ${language}`, text);
    for (const parameter of parameters) {
      const at = `${code} / parameter ${parameter.code}`;
      lines.set(at, parameter.type);
      for (const { from, value } of parameter.values) lines.set(`${at} / from ${from}`, value);
    }
    for (const table of tables) {
      const at = `${code} / table ${table.code}`;
      lines.set(at, `${table.keys.map(({ name, type, match }) => `${name} ${type} ${match}`).join(', ')} → ${table.valueType}`);
      for (const { from, rows } of table.versions) for (const row of rows) lines.set(`${at} / from ${from} / ${row.slice(0, -1).join(', ')}`, row.at(-1) ?? '');
    }
    for (const { from, rules } of versions) {
      for (const { code: rule, kind, expression, texts } of rules) {
        const at = `${code} / version from ${from} / rule ${rule}`;
        lines.set(at, `${kind}: ${expression.trim()}`);
        for (const [language, text] of Object.entries(texts)) lines.set(`${at} / text in ${language}`, text);
      }
    }
  }
  return lines;
}

/** One line of a comparison. */
export interface Difference {
  readonly where: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What changes from one pack to another, in the order of the places. */
export function compare(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((where) => {
    const [was, is] = [before.get(where) ?? null, after.get(where) ?? null];
    return was === is ? [] : [{ where, before: was, after: is }];
  });
}
