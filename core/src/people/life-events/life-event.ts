import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField, type Columns } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Household } from '../households/household.js';
import { Person } from '../persons/person.js';
import { Place } from '../places/place.js';
import { byPerson } from '../scope.js';

/** What happens in a life. */
export enum LifeEventKind {
  BIRTH = 'BIRTH',
  DEATH = 'DEATH',
  MARRIAGE = 'MARRIAGE',
  DIVORCE = 'DIVORCE',
  MOVE = 'MOVE',
}
registerEnumType(LifeEventKind, {
  name: 'LifeEventKind',
  description: 'What happens in a life.',
  valuesConfig: {
    BIRTH: { description: 'A child was born.' },
    DEATH: { description: 'A person died.' },
    MARRIAGE: { description: 'Two persons became spouses.' },
    DIVORCE: { description: 'Two spouses parted.' },
    MOVE: { description: 'A person or a household went to live elsewhere.' },
  },
});

const isVoided = (events: Sql, { id }: Columns): Sql => sql`exists (select 1 from ${events} later where later.voids_id = ${id})`;

@Resource({
  description: 'Something that happened in the life of a person, as it was recorded. Never changed: a wrong entry is voided by another one.',
  table: 'people.life_event',
  prefix: 'lifeevent',
  read: 'people.life-events.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  one: 'lifeEvent',
  many: 'lifeEvents',
  scope: byPerson('person'),
})
export class LifeEvent extends Versioned {
  @Field(() => LifeEventKind, { description: 'What happened.' })
  @Property({ type: 'text' })
  kind!: LifeEventKind;

  @Field(() => Person, { nullable: true, description: 'To whom: the child, the dead, one of the spouses, the one who moved or the head of the household that did.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Person, { nullable: true, description: 'The other spouse, of a marriage or divorce.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'second_person_id', type: 'uuid' })
  secondPerson!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'The household that the child came into, the dead left, a spouse came into or left for, or that moved.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Field(() => Place, { nullable: true, description: 'Where it happened; where to, of a move.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => LocalDate, { description: 'On which day.' })
  @Property({ type: 'date', fieldName: 'happened_on' })
  happenedOn!: string;

  @Field(() => String, { nullable: true, description: "The registrar's number of it." })
  @Property({ type: 'text', fieldName: 'registrar_number', nullable: true })
  registrarNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is known from.' })
  @Property({ type: 'text', fieldName: 'evidence_source', nullable: true })
  source!: string | null;

  @Property({ type: 'uuid[]', columnType: 'uuid[]', fieldName: 'evidence_file_ids' })
  evidenceFileIds!: string[];

  @Field(() => LifeEvent, { nullable: true, description: 'The wrong entry that this one voids; null where it records something.' })
  @ManyToOne(() => LifeEvent, { nullable: true, fieldName: 'voids_id', type: 'uuid' })
  voids!: Rel<LifeEvent> | null;

  @Connection(() => LifeEvent, { mappedBy: 'voids', description: 'The entry that voids this one; none while it stands.' })
  voidedBy!: unknown;

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether another entry voids this one.',
    sql: (t) => isVoided(trusted('people.life_event'), t),
    at: (t, rows) => isVoided(rows(() => LifeEvent), t),
  })
  voided!: boolean;

  @Property({ type: 'jsonb', default: '[]' })
  effects!: unknown;

  @Field(() => LocalDate, { description: 'Day on which it was recorded.' })
  @Property({ type: 'date', fieldName: 'recorded_on' })
  recordedOn!: string;

  @Field(() => String, { description: 'Who recorded it.' })
  @Property({ type: 'text', fieldName: 'recorded_by' })
  recordedBy!: string;
}
