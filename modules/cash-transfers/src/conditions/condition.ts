import { byProgramme, Connection, Field, Int, LocalDate, ManyToOne, Programme, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Compliance } from './compliance.js';

@Resource({
  description: 'Something that a programme asks of persons month by month, such as going to school.',
  table: 'cash_transfers.condition',
  prefix: 'condition',
  read: 'cash-transfers.conditions.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'condition',
  many: 'conditions',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class Condition extends Versioned {
  @Field(() => Programme, { description: 'Which programme asks it.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => String, { description: 'What rules and files call it, unique in the programme.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'What it is called.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => Int, { description: 'Whom it is asked of: from so many completed years on the first day of a month.' })
  @Property({ type: 'integer', fieldName: 'age_from' })
  ageFrom!: number;

  @Field(() => Int, { nullable: true, description: 'Up to so many completed years, this age included; null where there is no end.' })
  @Property({ type: 'integer', fieldName: 'age_until', nullable: true })
  ageUntil!: number | null;

  @Field(() => LocalDate, { description: 'First day from which it is asked.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Last day on which it is asked; null where there is none.' })
  @Property({ type: 'date', fieldName: 'valid_until', nullable: true })
  validUntil!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is laid down.' })
  @Property({ type: 'text', nullable: true })
  source!: string | null;

  @Connection(() => Compliance, { mappedBy: 'condition', description: 'Who met it in which month.' })
  compliance!: unknown;
}
