import { registerEnumType } from 'type-graphql';

/** How exactly a date is known. */
export enum DatePrecision {
  DAY = 'DAY',
  MONTH = 'MONTH',
  YEAR = 'YEAR',
}
registerEnumType(DatePrecision, {
  name: 'DatePrecision',
  description: 'How exactly a date is known.',
  valuesConfig: {
    DAY: { description: 'To the day.' },
    MONTH: { description: 'To the month: it stands for any day of it.' },
    YEAR: { description: 'To the year: it stands for any day of it.' },
  },
});

/** A date as the database keeps it: its first day, and how exactly it is known. */
export interface KnownDate {
  readonly date: string | null;
  readonly precision: DatePrecision;
}

/** What a `PartialDate` says: `1960-07` is known to the month, and begins on `1960-07-01`. */
export function knownDate(partial: string | null | undefined): KnownDate {
  switch (partial?.length) {
    case undefined:
      return { date: null, precision: DatePrecision.DAY };
    case 4:
      return { date: `${partial}-01-01`, precision: DatePrecision.YEAR };
    case 7:
      return { date: `${partial}-01`, precision: DatePrecision.MONTH };
    default:
      return { date: partial ?? null, precision: DatePrecision.DAY };
  }
}
