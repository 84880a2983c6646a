import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../../people/persons/person.js';

/** What of a person a search text matched. */
export enum MatchedField {
  NAME = 'NAME',
  BIRTH_YEAR = 'BIRTH_YEAR',
  PHONE = 'PHONE',
  HOUSEHOLD_CODE = 'HOUSEHOLD_CODE',
  IDENTIFIER = 'IDENTIFIER',
}
registerEnumType(MatchedField, {
  name: 'MatchedField',
  description: 'What of a person a search text matched.',
  valuesConfig: {
    NAME: { description: 'A name, in any order of its words and as it may be spelt.' },
    BIRTH_YEAR: { description: 'The year of birth.' },
    PHONE: { description: 'The end of a phone number, or all of it.' },
    IDENTIFIER: { description: 'The whole number of a document or card; found by who may see identifiers.' },
    HOUSEHOLD_CODE: { description: 'The code of the household that the person belongs to.' },
  },
});

@ObjectType({ description: 'What of a person a search text matched.' })
export class PersonMatch {
  @Field(() => MatchedField, { description: 'What it is.' })
  field!: MatchedField;

  @Field(() => String, { description: 'As it is recorded; of an identifier its type, since the number may be secret.' })
  value!: string;
}

@ObjectType({ description: 'A person who was found.' })
export class PersonHit {
  @Field(() => Person, { nullable: true, description: 'Who; null where the person went out of your sight meanwhile.' })
  person!: { readonly id: string } | null;

  @Field(() => Float, { description: 'How well it matches, from 0 to 1; 1 is every word and number exactly.' })
  score!: number;

  @Field(() => [PersonMatch], { description: 'What matched.' })
  matches!: PersonMatch[];
}

@ObjectType({ description: 'Persons who were found, the best match first. The order is of this moment, so there is no next page: ask for more, or more exactly.' })
export class PersonSearchResult {
  @Field(() => [PersonHit], { description: 'Those who match best.' })
  nodes!: PersonHit[];

  @Field(() => Int, { description: 'How many were compared to find them; many means that more exact words would help.' })
  compared!: number;
}
