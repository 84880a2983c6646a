/** A date as a file says it, perhaps only its month or year; then `date` is the first day of it. */
export interface ReadDate {
  readonly date: string;
  readonly precision: 'DAY' | 'MONTH' | 'YEAR';
}

export type DateReader = (text: string) => ReadDate | undefined;

const PARTS = { YYYY: '(?<year>\\d{4})', MM: '(?<month>\\d{1,2})', DD: '(?<day>\\d{1,2})' } as const;
const ISO = ['YYYY-MM-DD', 'YYYY-MM', 'YYYY'];

/** Whether a text is a way to write dates: years, perhaps months, perhaps days, each once, with signs between them. */
export function isDateFormat(format: string): boolean {
  const parts: readonly string[] = format.match(/YYYY|MM|DD/g) ?? [];
  const rest = format.replace(/YYYY|MM|DD/g, '');
  return parts.includes('YYYY') && (!parts.includes('DD') || parts.includes('MM')) && new Set(parts).size === parts.length && /^[ ./,-]*$/.test(rest);
}

/** Reads dates that are written in one of the formats, or as ISO 8601 says. */
export function dateReader(formats: readonly string[]): DateReader {
  const expressions = [...formats, ...ISO].map((format) =>
    new RegExp(`^${format.replace(/[.\-/]/g, '\\$&').replace(/YYYY|MM|DD/g, (part) => PARTS[part as keyof typeof PARTS])}$`));
  return (text) => {
    for (const expression of expressions) {
      const found = expression.exec(text)?.groups;
      const date = found && dateOf(Number(found['year']), found['month'], found['day']);
      if (date) return date;
    }
    return undefined;
  };
}

function dateOf(year: number, month: string | undefined, day: string | undefined): ReadDate | undefined {
  const [m, d] = [Number(month ?? 1), Number(day ?? 1)];
  const date = new Date(Date.UTC(2000, m - 1, d));
  date.setUTCFullYear(year, m - 1, d);
  if (year < 1 || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return undefined;
  const precision = day !== undefined ? 'DAY' : month !== undefined ? 'MONTH' : 'YEAR';
  return { date: date.toISOString().slice(0, 10), precision };
}
