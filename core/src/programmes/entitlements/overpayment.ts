import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../../people/persons/person.js';
import { Place } from '../../people/places/place.js';
import { byPlace, byProgramme } from '../../people/scope.js';
import { Enrolment } from '../enrolments/enrolment.js';
import { Programme } from '../programme.js';
import { Determination } from './determination.js';

@Resource({
  description: 'What was owed too much for a period, and is owed back. Never changed: what is recovered of it stands beside it.',
  table: 'programmes.overpayment',
  prefix: 'overpayment',
  read: 'programmes.entitlements.read',
  privacy: { subject: { person: 'payee' }, sensitivity: 'personal', purpose: 'assistance' },
  one: 'overpayment',
  many: 'overpayments',
  scope: { ...byPlace('place'), ...byProgramme('programme') },
  seenWith: ['programme'],
})
export class Overpayment extends Versioned {
  @Field(() => Determination, { nullable: true, description: 'By which determination it was found.' })
  @ManyToOne(() => Determination, { fieldName: 'determination_id', type: 'uuid' })
  determination!: Rel<Determination>;

  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Enrolment, { nullable: true, description: 'Of which enrolment.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => Person, { nullable: true, description: 'Who was entitled to it, and owes it back.' })
  @ManyToOne(() => Person, { fieldName: 'payee_id', type: 'uuid' })
  payee!: Rel<Person>;

  @Field(() => Place, { nullable: true, description: 'Where the enrolment is looked after.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => LocalDate, { description: 'First day of the period.' })
  @Property({ type: 'date', fieldName: 'period_from' })
  periodFrom!: string;

  @Field(() => LocalDate, { description: 'Last day of the period.' })
  @Property({ type: 'date', fieldName: 'period_to' })
  periodTo!: string;

  @Field(() => LocalDate, { description: 'When it was found.' })
  @Property({ type: 'date', fieldName: 'found_on' })
  foundOn!: string;

  @Property({ type: 'numeric' })
  amount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amount', currency: 'currency', description: 'How much was owed too much.' })
  owedBack!: unknown;

  @Field(() => [String], { description: 'Why less is owed, as codes.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  reasons!: string[];
}
