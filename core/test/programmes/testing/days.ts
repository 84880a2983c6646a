/** Days as ISO texts, for the oracle. */
interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function partsOf(iso: string): Parts {
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  return { year, month, day };
}

/** `null` outside of what an ISO day can say. */
function isoOf(moment: number): string | null {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) return null;
  return date.toISOString().slice(0, 10);
}

const DAY = 86_400_000;

function moment(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`);
}

function lastOf(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

export function daysBetween(from: string, to: string): number {
  return (moment(to) - moment(from)) / DAY;
}

export function addDays(iso: string, days: number): string | null {
  return isoOf(moment(iso) + days * DAY);
}

export function addMonths(iso: string, months: number): string | null {
  const { year, month, day } = partsOf(iso);
  const count = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  if (toYear < 1 || toYear > 9999) return null;
  return `${String(toYear).padStart(4, '0')}-${String(toMonth).padStart(2, '0')}-${String(Math.min(day, lastOf(toYear, toMonth))).padStart(2, '0')}`;
}

/** Counts month by month, as one would on a calendar: a month is complete on the same day, or on the first of the next where it has none. */
export function completedMonths(from: string, to: string): number {
  if (to < from) return -completedMonths(to, from);
  const [a, b] = [partsOf(from), partsOf(to)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return b.day < a.day ? months - 1 : months;
}

export function startOfMonth(iso: string): string {
  return `${iso.slice(0, 8)}01`;
}

export function endOfMonth(iso: string): string {
  const { year, month } = partsOf(iso);
  return `${iso.slice(0, 8)}${String(lastOf(year, month)).padStart(2, '0')}`;
}

export function days360(from: string, to: string, method: string): number {
  const [a, b] = [partsOf(from), partsOf(to)];
  const ends = ({ year, month, day }: Parts): boolean => month === 2 && day === lastOf(year, 2);
  let [first, second] = [a.day, b.day];
  if (method === 'EU') [first, second] = [Math.min(first, 30), Math.min(second, 30)];
  else {
    if (ends(a) && ends(b)) second = 30;
    if (ends(a)) first = 30;
    if (second === 31 && first >= 30) second = 30;
    first = Math.min(first, 30);
  }
  return (b.year - a.year) * 360 + (b.month - a.month) * 30 + second - first;
}
