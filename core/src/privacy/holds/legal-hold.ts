import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, type RowScope } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../../people/persons/person.js';
import { byPerson, byProgramme } from '../../people/scope.js';
import { Programme } from '../../programmes/programme.js';

/** A hold on a person is seen by who sees the person; one on a programme by who sees the programme. */
export const holdScope: RowScope = {
  places: (columns) => sql`(${columns['person'] ?? trusted('null')} is null or ${byPerson('person').places?.(columns) ?? trusted('true')})`,
  programmes: (columns) => sql`(${byProgramme('programme').programmes?.(columns) ?? trusted('true')} or ${byPerson('person').programmes?.(columns) ?? trusted('true')})`,
};

@Resource({
  description: 'What keeps a person, or everybody of a programme, from being erased, such as a case before a court.',
  table: 'privacy.legal_hold',
  prefix: 'hold',
  read: 'privacy.holds.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'administration' },
  one: 'legalHold',
  many: 'legalHolds',
  scope: holdScope,
})
export class LegalHold extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Who is held; null where a programme is.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Programme, { nullable: true, description: 'The programme, whose participants and payees are held all.' })
  @ManyToOne(() => Programme, { nullable: true, fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme> | null;

  @Field(() => String, { description: 'Why.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => LocalDate, { description: 'From which day.' })
  @Property({ type: 'date', fieldName: 'placed_on' })
  placedOn!: string;

  @Field(() => String, { description: 'Who placed it.' })
  @Property({ type: 'text', fieldName: 'placed_by' })
  placedBy!: string;

  @Field(() => LocalDate, { nullable: true, description: 'From which day it no longer holds by itself; null where it must be lifted.' })
  @Property({ type: 'date', nullable: true })
  until!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was lifted.' })
  @Property({ type: 'date', nullable: true, fieldName: 'lifted_on' })
  liftedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Who lifted it.' })
  @Property({ type: 'text', nullable: true, fieldName: 'lifted_by' })
  liftedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was lifted.' })
  @Property({ type: 'text', nullable: true, fieldName: 'lifted_because' })
  liftedBecause!: string | null;
}
