import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Decimal } from '../../kernel/schema/scalars.js';

/** What is compared of two persons. */
export enum DuplicateField {
  GIVEN_NAME = 'GIVEN_NAME',
  FAMILY_NAME = 'FAMILY_NAME',
  BIRTH_DATE = 'BIRTH_DATE',
  SEX = 'SEX',
  PHONE = 'PHONE',
  IDENTIFIER = 'IDENTIFIER',
  RELATIVES = 'RELATIVES',
  HOME = 'HOME',
}
registerEnumType(DuplicateField, {
  name: 'DuplicateField',
  description: 'What is compared of two persons.',
  valuesConfig: {
    GIVEN_NAME: { description: 'Given names and patronymic.' },
    FAMILY_NAME: { description: 'Family name, or the only name.' },
    BIRTH_DATE: { description: 'Day of birth, as far as it is known.' },
    SEX: { description: 'Sex as recorded.' },
    PHONE: { description: 'Phone numbers.' },
    IDENTIFIER: { description: 'Identifiers of one type.' },
    RELATIVES: { description: 'Those with whom they live, by given name and year of birth, where they live in different households.' },
    HOME: { description: 'Where they live. Its weight is how likely any two persons who live so are one.' },
  },
});

/** How well two persons agree in a field. */
export enum DuplicateLevel {
  MISSING = 'MISSING',
  DIFFERENT = 'DIFFERENT',
  SOUNDS_ALIKE = 'SOUNDS_ALIKE',
  PARTLY = 'PARTLY',
  CLOSE = 'CLOSE',
  EXACT = 'EXACT',
  SWAPPED = 'SWAPPED',
  MISSPELT = 'MISSPELT',
  SAME_YEAR = 'SAME_YEAR',
  DAY_AND_MONTH_SWAPPED = 'DAY_AND_MONTH_SWAPPED',
  YEAR_APART = 'YEAR_APART',
  AS_FAR_AS_KNOWN = 'AS_FAR_AS_KNOWN',
  ELSEWHERE = 'ELSEWHERE',
  SAME_PLACE = 'SAME_PLACE',
  SAME_HOUSEHOLD = 'SAME_HOUSEHOLD',
}
registerEnumType(DuplicateLevel, {
  name: 'DuplicateLevel',
  description: 'How well two persons agree in a field.',
  valuesConfig: {
    MISSING: { description: 'One of them lacks it: says nothing.' },
    DIFFERENT: { description: 'They differ.' },
    SOUNDS_ALIKE: { description: 'They are spelt otherwise and sound alike; of relatives, one sounds like one of the other.' },
    PARTLY: { description: 'They have a word, or one relative, in common.' },
    CLOSE: { description: 'They differ by a slip: a letter or two; of a date, by the day or by the month.' },
    EXACT: { description: 'They are the same in one spelling; of several phones or identifiers, one is shared; of relatives, two are.' },
    SWAPPED: { description: 'Given and family name have changed places.' },
    MISSPELT: { description: 'They differ by a slip, and hardly anybody else is called as one of them: most likely a slip of the pen.' },
    SAME_YEAR: { description: 'The year is the same, or one apart where the day is not known.' },
    DAY_AND_MONTH_SWAPPED: { description: 'Day and month have changed places.' },
    YEAR_APART: { description: 'Day and month are the same, the year is one apart.' },
    AS_FAR_AS_KNOWN: { description: 'They agree in what is known of both: the year, or year and month.' },
    ELSEWHERE: { description: 'They live in different places, or nobody knows.' },
    SAME_PLACE: { description: 'They live in one place.' },
    SAME_HOUSEHOLD: { description: 'They belong to one household, where people agree in much.' },
  },
});

/** A comparison as rows keep it. */
export interface Comparison {
  readonly field: DuplicateField;
  readonly level: DuplicateLevel;
  readonly weight: string;
}

@ObjectType({ description: 'How two persons agree in one field, and what that says.' })
export class DuplicateComparison implements Comparison {
  @Field(() => DuplicateField, { description: 'What was compared.' })
  field!: DuplicateField;

  @Field(() => DuplicateLevel, { description: 'How well it agrees.' })
  level!: DuplicateLevel;

  @Field(() => Decimal, { description: 'What it says: 3 makes it eight times as likely that both are one, -3 eight times less; 0 says nothing. Estimated from the registry; a shared rare name says more than a common one.' })
  weight!: string;
}
