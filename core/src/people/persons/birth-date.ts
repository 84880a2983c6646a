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
