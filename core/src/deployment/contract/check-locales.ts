import { readdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Module } from '../../kernel/module/define-module.js';
import type { PlanProblem } from '../../kernel/plan/types.js';
import { readText } from './files.js';
import { refusalCodes } from './sources.js';
import { foldersOf, isOwnSource, type Subject } from './subject.js';

/** The language of the texts in the sources; its files may be left out. */
const SOURCE_LANGUAGE = 'en';
const SHOWN = 8;

const texts = z.record(z.string(), z.string().min(1));

interface Locales {
  readonly module: Module;
  /** Codes that a person gets to see. */
  readonly codes: readonly string[];
  /** Language to code to text; null where the file cannot be read as that. */
  readonly languages: ReadonlyMap<string, Readonly<Record<string, string>> | null>;
}

/** Texts that are missing: a language that one module speaks is spoken by all, and each says every code in it. */
export async function checkLocales({ deployment: { plan, dir } }: Subject): Promise<readonly PlanProblem[]> {
  const own = plan.modules.filter((module) => foldersOf(module).some(isOwnSource));
  const all = await Promise.all(own.map(localesOf));
  const languages = [...new Set(all.flatMap(({ languages: spoken }) => [...spoken.keys()]))].sort();
  return all.flatMap((locales) => languages.flatMap((language) => problemsIn(locales, language, dir)));
}

function problemsIn({ module, codes, languages }: Locales, language: string, dir: string): readonly PlanProblem[] {
  const spoken = languages.get(language);
  const file = module.locales ? relative(dir, fileURLToPath(new URL(`${language}.json`, module.locales))) : `locales/${language}.json`;
  if (spoken === null) return [{ code: 'LOCALE_UNREADABLE', message: `${file} of ${module.id} is not an object of codes to texts.`, cure: 'Write it as JSON: { "CODE": "Text." }.' }];
  const elsewhere = [...languages].flatMap(([, said]) => Object.keys(said ?? {}));
  const wanted = spoken === undefined && language === SOURCE_LANGUAGE ? [] : [...new Set([...(language === SOURCE_LANGUAGE ? [] : codes), ...elsewhere])];
  const missing = wanted.filter((code) => spoken?.[code] === undefined).sort();
  if (missing.length === 0) return [];
  const shown = `${missing.slice(0, SHOWN).join(', ')}${missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : ''}`;
  return [{ code: 'TRANSLATION_MISSING', message: `${module.id} does not say in ${language}: ${shown}.`, cure: `Add to ${file}: ${missing.length === 1 ? 'a text for it' : 'a text for each'}.` }];
}

async function localesOf(module: Module): Promise<Locales> {
  const folder = module.locales;
  const files = folder ? (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')) : [];
  const languages = await Promise.all(files.map(async (name) => [name.slice(0, -'.json'.length), await readTexts(new URL(name, folder))] as const));
  const codes = [...(module.permissions ?? []), ...(module.roles ?? [])].map(({ name }) => name);
  return { module, codes: [...codes, ...(await refusalCodes(module))], languages: new Map(languages) };
}

async function readTexts(file: URL): Promise<Readonly<Record<string, string>> | null> {
  try {
    return texts.parse(JSON.parse((await readText(file)) ?? ''));
  } catch {
    return null;
  }
}
