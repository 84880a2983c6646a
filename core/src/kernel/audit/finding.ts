/** What is wrong at a place of the audit. */
export type FindingKind =
  /** It holds something else than what was written. */
  | 'changed'
  /** It was taken out. */
  | 'missing'
  /** It stands at another place than where it was written. */
  | 'reordered'
  /** It was put in past the audit. */
  | 'added'
  /** The chain ends before where it was once seen to end. */
  | 'truncated';

/** One place at which the audit, or what it speaks of, is not as it was written. */
export interface Finding {
  readonly kind: FindingKind;
  /** Such as `chain 3, entry 17` or `people.person 018f…`. */
  readonly place: string;
  readonly what: string;
}
