/** What is compared of two persons, and how well it may agree. A level's place in the list is its number in SQL; 0 is for what one of them lacks, which says nothing. */
export const FIELDS = {
  GIVEN_NAME: ['MISSING', 'DIFFERENT', 'SOUNDS_ALIKE', 'PARTLY', 'CLOSE', 'EXACT', 'SWAPPED', 'MISSPELT'],
  FAMILY_NAME: ['MISSING', 'DIFFERENT', 'SOUNDS_ALIKE', 'PARTLY', 'CLOSE', 'EXACT', 'SWAPPED', 'MISSPELT'],
  BIRTH_DATE: ['MISSING', 'DIFFERENT', 'SAME_YEAR', 'CLOSE', 'DAY_AND_MONTH_SWAPPED', 'EXACT', 'AS_FAR_AS_KNOWN', 'YEAR_APART'],
  SEX: ['MISSING', 'DIFFERENT', 'EXACT'],
  PHONE: ['MISSING', 'DIFFERENT', 'EXACT'],
  IDENTIFIER: ['MISSING', 'DIFFERENT', 'EXACT'],
  RELATIVES: ['MISSING', 'DIFFERENT', 'PARTLY', 'EXACT', 'SOUNDS_ALIKE'],
} as const;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

/** Columns of matching.duplicate_comparison, in the order of `FIELD_NAMES`. */
export const COLUMNS = ['given', 'family', 'birth', 'sex', 'phone', 'number', 'kin'] as const;

/** Where two persons live decides how much an agreement says: brothers agree in much. The place in the list is the number in SQL. */
export const HOMES = ['ELSEWHERE', 'SAME_PLACE', 'SAME_HOUSEHOLD'] as const;
export type Home = (typeof HOMES)[number];

/** Most levels that a field has: the width of a row of weights. */
export const WIDTH = 8;

/** How frequent a name is, in classes by the least share of bearers. */
export const CLASSES = [0.01, 0.003, 0.001, 0.0001, 0] as const;

/** Share of bearers below which a name that is nearly another's is most likely a slip of the pen; none counts as rarer. */
export const RAREST = 0.00001;

/** What is expected before any data is looked at: of one person's two records, and of two persons' in the whole registry. */
export const EXPECTED: Readonly<Record<FieldName, { readonly m: readonly number[]; readonly u: readonly number[] }>> = {
  GIVEN_NAME: { m: [0, 0.03, 0.04, 0.05, 0.04, 0.74, 0.02, 0.08], u: [0, 0.975, 0.01, 0.005, 0.004, 0.004, 0.001, 0.001] },
  FAMILY_NAME: { m: [0, 0.03, 0.04, 0.02, 0.04, 0.77, 0.02, 0.08], u: [0, 0.982, 0.006, 0.001, 0.004, 0.005, 0.001, 0.001] },
  BIRTH_DATE: { m: [0, 0.04, 0.03, 0.08, 0.02, 0.79, 0.02, 0.02], u: [0, 0.9794, 0.015, 0.00438, 0.00003, 0.00006, 0.001, 0.00012] },
  SEX: { m: [0, 0.02, 0.98], u: [0, 0.5, 0.5] },
  PHONE: { m: [0, 0.25, 0.75], u: [0, 0.99999, 0.00001] },
  RELATIVES: { m: [0, 0.58, 0.13, 0.25, 0.04], u: [0, 0.9949, 0.001, 0.0001, 0.004] },
  IDENTIFIER: { m: [0, 0.05, 0.95], u: [0, 0.99999, 0.00001] },
};

/** The same for two persons of one household, where that is otherwise: they share a family name, and twins a birthday. */
export const EXPECTED_AT_HOME: Readonly<Partial<Record<FieldName, readonly number[]>>> = {
  FAMILY_NAME: [0, 0.42, 0.01, 0.02, 0.03, 0.5, 0.01, 0.01],
  BIRTH_DATE: [0, 0.957, 0.02, 0.0165, 0.001, 0.004, 0.001, 0.0005],
};

/** How many pairs of a home hold one of one person, before any data is looked at. */
export const PAIRS_PER_DUPLICATE: readonly number[] = [20_000, 10_000, 300];
