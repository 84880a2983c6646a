import { readdir, readFile } from 'node:fs/promises';
import type { Module } from '../module/define-module.js';

/** The texts of the modules, by language and code. English stands in the sources. */
export interface Texts {
  /** The text of a code in a language or in what it is a variant of (`fr-CA`: `fr`); `undefined` where nobody wrote one. */
  of(locale: string, code: string): string | undefined;
}

/** The modules' texts: those at hand, and their `locales/<language>.json`. */
export async function loadTexts(modules: readonly Module[]): Promise<Texts> {
  const languages = new Map<string, Map<string, string>>();
  const add = (language: string, texts: Readonly<Record<string, string>>): void => void languages.set(language, new Map([...(languages.get(language) ?? []), ...Object.entries(texts)]));
  for (const { locales, texts: own = {} } of modules) {
    for (const [language, texts] of Object.entries(own)) add(language, texts);
    if (!locales) continue;
    for (const file of await readdir(locales)) {
      const language = /^(.+)\.json$/.exec(file)?.[1];
      if (!language) continue;
      const texts = JSON.parse(await readFile(new URL(file, locales), 'utf8')) as Readonly<Record<string, string>>;
      add(language, texts);
    }
  }
  return {
    of: (locale, code) => {
      for (let tag = locale; tag !== ''; tag = tag.includes('-') ? tag.slice(0, tag.lastIndexOf('-')) : '') {
        const text = languages.get(tag)?.get(code);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}
