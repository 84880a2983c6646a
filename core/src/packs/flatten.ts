import type { PackContents, PackParameter, PackQuestionnaire, PackTable, PackVersion } from './format.js';

/** A pack as lines that can be compared: where, and what stands there. */
export function flatten({ programmes, parameters, tables, questionnaires, codeLists }: PackContents): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  addDefined(lines, 'shared', { parameters, tables });
  for (const questionnaire of questionnaires) addQuestionnaire(lines, questionnaire);
  for (const [list, entries] of Object.entries(codeLists)) {
    for (const { code, texts, ...more } of entries) {
      lines.set(`code list ${list} / ${code}`, Object.entries(more).map(([name, value]) => `${name} ${String(value)}`).join(', '));
      addTexts(lines, `code list ${list} / ${code} / text`, texts);
    }
  }
  for (const { code, parameters: own, tables: ownTables, versions, names, ...fields } of programmes) {
    for (const [name, value] of Object.entries(fields)) if (value !== undefined && value !== null) lines.set(`${code} / ${name}`, String(value));
    addTexts(lines, `${code} / name`, names);
    addDefined(lines, code, { parameters: own, tables: ownTables });
    for (const version of versions) addVersion(lines, code, version);
  }
  return lines;
}

type Lines = Map<string, string>;

function addTexts(lines: Lines, at: string, texts: Readonly<Record<string, string>>): void {
  for (const [language, text] of Object.entries(texts)) lines.set(`${at} in ${language}`, text);
}

function addDefined(lines: Lines, of: string, { parameters, tables }: { readonly parameters: readonly PackParameter[]; readonly tables: readonly PackTable[] }): void {
  for (const { code, type, currency, values } of parameters) {
    const at = `${of} / parameter ${code}`;
    lines.set(at, currency === undefined ? type : `${type} ${currency}`);
    for (const { from, value } of values) lines.set(`${at} / from ${from}`, value);
  }
  for (const { code, keys, valueType, currency, versions } of tables) {
    const at = `${of} / table ${code}`;
    lines.set(at, `${keys.map(({ name, type, match }) => `${name} ${type} ${match}`).join(', ')} → ${currency === undefined ? valueType : `${valueType} ${currency}`}`);
    for (const { from, rows } of versions) for (const row of rows) lines.set(`${at} / from ${from} / ${row.slice(0, -1).join(', ')}`, row.at(-1) ?? '');
  }
}

function addVersion(lines: Lines, of: string, { from, whenNoLongerEligible, whenOverdue, rules }: PackVersion): void {
  const version = `${of} / version from ${from}`;
  lines.set(`${version} / whenNoLongerEligible`, whenNoLongerEligible);
  lines.set(`${version} / whenOverdue`, whenOverdue);
  for (const { code, kind, expression, texts } of rules) {
    const at = `${version} / rule ${code}`;
    lines.set(at, `${kind}: ${expression.trim()}`);
    addTexts(lines, `${at} / text`, texts);
  }
}

function addQuestionnaire(lines: Lines, { code, target, questions }: PackQuestionnaire): void {
  const of = `questionnaire ${code}`;
  lines.set(of, target);
  for (const [index, { code: question, texts, choices, shownIf, ...more }] of questions.entries()) {
    const at = `${of} / question ${question}`;
    const said = Object.entries(more).sort().filter(([, value]) => value !== undefined && value !== false).map(([name, value]) => (value === true ? name : `${name} ${value}`));
    lines.set(at, [`${index + 1}`, ...said, ...(shownIf ? [`shown if ${shownIf.question} is ${shownIf.values.join(' or ')}`] : [])].join(', '));
    addTexts(lines, `${at} / text`, texts);
    for (const choice of choices ?? []) addTexts(lines, `${at} / choice ${choice.code} / text`, choice.texts);
  }
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
