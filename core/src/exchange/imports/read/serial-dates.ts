/** Formats of dates that spreadsheets have built in. */
const BUILT_IN = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** Whether a number format (ECMA-376 part 1, 18.8.30) shows a date, by its id or by its code where it is the file's own. */
export function isDateFormatCode(id: string, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.has(Number(id));
  return /[yd]/i.test(code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, ''));
}

const DAY_MS = 86_400_000;

/** The day that a spreadsheet counts as a number, `YYYY-MM-DD`; `undefined` where there is none. */
export function serialDay(serial: number, since1904: boolean): string | undefined {
  const day = Math.floor(serial);
  // Spreadsheets count the 29th of February 1900, which there was not, as day 60.
  const epoch = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  if (!Number.isFinite(day) || day < 0 || day > 2_958_465 || (!since1904 && (day === 60 || day === 0))) return undefined;
  return new Date(epoch + day * DAY_MS).toISOString().slice(0, 10);
}
