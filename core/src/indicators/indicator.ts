import type { Context } from '../kernel/context.js';
import { extensionPoint } from '../kernel/module/extension-point.js';
import type { Sql } from '../kernel/read/sql.js';

/** How the rows of an indicator become one value. */
export type IndicatorUnit =
  /** How many rows there are. */
  | 'COUNT'
  /** The sum of `value`: money, in the currency of the row. */
  | 'AMOUNT'
  /** The median of `value`: days. */
  | 'DAYS'
  /** The sum of `value` by the sum of `weight`. */
  | 'RATIO';

/** The time for which an indicator is asked: SQL of the first and the last day, as `date`. */
export interface IndicatorSpan {
  readonly from: Sql;
  readonly to: Sql;
  /** A query of `day`: the last day of each period. What stands at a moment is told as of these. */
  readonly days: Sql;
}

/** Something that is counted or added up of what a deployment does, defined in one place. */
export interface Indicator {
  /** What it says, in a sentence. Other languages are in the module's locales, under `indicator.<code>`. */
  readonly description: string;
  /** Where the definition comes from: a standard, a manual, or the rows that it is read off. */
  readonly source: string;
  readonly unit: IndicatorUnit;
  /** Whoever is told it needs this permission, beside the one to read indicators. */
  readonly permission: string;
  /**
   * A query of a row for each that is counted: `programme_id` (uuid), `person_id` (uuid, whom it is about or who stands for the household), `place_id` (uuid), `sex` (text), `age` (int,
   * completed years), each null where it is not known; `on_day` (date, of the span), `value` and `weight` (numeric), `currency` (text, of an AMOUNT), null where the unit has none.
   * The framework holds back what is beyond the limits of whoever asks, and by `person_id` what would tell of few.
   */
  readonly rows: (ctx: Context, span: IndicatorSpan) => Sql;
}

/** Where modules define what is measured. The name is the code that a client asks for, such as `programmes.enrolled`. */
export const indicators = extensionPoint<Indicator>('indicators.indicators', 'many', 'What is measured of programmes: coverage, payments, claims, contributions');
