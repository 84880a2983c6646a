import { byPlace, Field, LocalDate, ManyToOne, Person, Place, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';

@Resource({
  description: 'One __word__ of a person.',
  table: '__schema__.__table__',
  prefix: '__table__',
  read: '__id__.__what__.read',
  // Whom a row is about, how sensitive it is (public, internal, personal, sensitive), and what it is kept for.
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'assistance' },
  one: '__entity__',
  many: '__entities__',
  scope: byPlace('place'),
})
export class __Entity__ extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  /** Where the person lived on the day: who may see that place may see the row. */
  @Field(() => Place, { nullable: true, description: 'Where the person lived on the day.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => LocalDate, { description: 'The day.' })
  @Property({ type: 'date' })
  date!: string;

  @Field(() => String, { nullable: true, description: 'What else there is to say.' })
  @Property({ type: 'text', nullable: true })
  note!: string | null;
}
