/** ISO 15924 codes of scripts, and how Unicode's letters of each are told. Those that mix several come before their parts. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Jpan', /[\p{sc=Hira}\p{sc=Kana}]/u],
  ['Kore', /\p{sc=Hang}/u],
  ...['Latn', 'Arab', 'Cyrl', 'Ethi', 'Deva', 'Beng', 'Hani', 'Grek', 'Hebr', 'Thai', 'Khmr', 'Laoo', 'Mymr', 'Taml', 'Telu', 'Sinh', 'Gujr', 'Guru', 'Knda', 'Mlym', 'Orya', 'Geor', 'Armn', 'Tibt', 'Tfng', 'Nkoo', 'Vaii', 'Adlm', 'Mong', 'Thaa']
    .map((code) => [code, new RegExp(`\\p{sc=${code}}`, 'u')] as const),
];

/** The script that a name is written in, by its letters; Latin where it has none. */
export function scriptOf(...parts: readonly (string | null | undefined)[]): string {
  const name = parts.join('');
  return SCRIPTS.find(([, letter]) => letter.test(name))?.[0] ?? 'Latn';
}
