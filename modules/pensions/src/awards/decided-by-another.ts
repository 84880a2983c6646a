import { Field, LocalDate, ManyToOne, ObjectType, Person, Programme, Property, Versioned, type Rel } from '@kinga/plugin-sdk';

/** What one person works out of a pension and another decides on. */
@ObjectType()
export abstract class DecidedByAnother extends Versioned {
  @Field(() => Programme, { description: 'By which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'Of whom.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => LocalDate, { description: 'From which day on it has effect.' })
  @Property({ type: 'date', fieldName: 'from_day' })
  from!: string;

  @Property({ type: 'text' })
  currency!: string;

  @Field(() => String, { description: 'Who proposed it.' })
  @Property({ type: 'text', fieldName: 'proposed_by' })
  proposedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who decided on it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When that was.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;
}
