import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLString } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource, SqlField } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { byPerson } from '../../scope.js';
import { Person } from '../person.js';
import { fullNameSql } from './full-name.js';

/** What a further name is to the main one. */
export enum NameKind {
  OTHER_SCRIPT = 'OTHER_SCRIPT',
  FORMER = 'FORMER',
  ALIAS = 'ALIAS',
}
registerEnumType(NameKind, {
  name: 'NameKind',
  description: 'What a further name is to the main one.',
  valuesConfig: {
    OTHER_SCRIPT: { description: 'The same name, written in another script.' },
    FORMER: { description: 'A name that the person had before.' },
    ALIAS: { description: 'Another name by which the person is known.' },
  },
});

@Resource({
  description: 'A further name of a person: in another script, a former one, an alias.',
  table: 'people.person_name',
  prefix: 'personname',
  read: 'people.persons.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  scope: byPerson('person'),
})
export class PersonName extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose name it is.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => NameKind, { description: 'What it is to the main name.' })
  @Property({ type: 'text' })
  kind!: NameKind;

  @Field(() => String, { description: 'Script that it is written in, as ISO 15924 names it: Latn, Arab, Ethi …' })
  @Property({ type: 'text' })
  script!: string;

  @Field(() => String, { nullable: true, description: 'Given names; null where a person has one name only.' })
  @Property({ type: 'text', fieldName: 'given_name', nullable: true })
  givenName!: string | null;

  @Field(() => String, { nullable: true, description: "Name after the father, where the country's names have one." })
  @Property({ type: 'text', nullable: true })
  patronymic!: string | null;

  @Field(() => String, { description: 'Family name, or the only name.' })
  @Property({ type: 'text', fieldName: 'family_name' })
  familyName!: string;

  @SqlField(() => GraphQLString, { description: 'The whole name, its parts in the order that its script is written in.', sql: fullNameSql })
  fullName!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day; null where unknown.' })
  @Property({ type: 'date', fieldName: 'valid_from', nullable: true })
  validFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
