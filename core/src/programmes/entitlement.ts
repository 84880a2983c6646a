import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { MoneyField, Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Person } from '../people/persons/person.js';
import { Place } from '../people/places/place.js';
import { byPlace, byProgramme } from '../people/scope.js';
import { Decision } from './decisions/decision.js';
import { Enrolment } from './enrolments/enrolment.js';
import { Determination } from './entitlements/determination.js';
import { Programme } from './programme.js';

@Resource({
  description: 'An amount that is owed for a period, and how it came about. Never changed: corrections are further entitlements.',
  table: 'programmes.entitlement',
  prefix: 'entitlement',
  read: 'programmes.entitlements.read',
  privacy: { subject: { person: 'payee' }, sensitivity: 'personal', purpose: 'assistance' },
  one: 'entitlement',
  many: 'entitlements',
  scope: { ...byPlace('place'), ...byProgramme('programme') },
  seenWith: ['programme'],
})
export class Entitlement extends Versioned {
  @Field(() => Programme, { description: 'By which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Enrolment, { nullable: true, description: 'To which enrolment.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => Person, { nullable: true, description: 'Who is paid.' })
  @ManyToOne(() => Person, { fieldName: 'payee_id', type: 'uuid' })
  payee!: Rel<Person>;

  @Field(() => Place, { nullable: true, description: 'Where it is looked after.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => String, { description: 'REGULAR, or what else the scheme module owes.' })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => LocalDate, { description: 'First day of the period.' })
  @Property({ type: 'date', fieldName: 'period_from' })
  periodFrom!: string;

  @Field(() => LocalDate, { description: 'Last day of the period.' })
  @Property({ type: 'date', fieldName: 'period_to' })
  periodTo!: string;

  @Field(() => LocalDate, { description: 'Day from which it may be paid.' })
  @Property({ type: 'date', fieldName: 'due_on' })
  dueOn!: string;

  @Property({ type: 'numeric' })
  amount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amount', currency: 'currency', description: 'How much is owed.' })
  owed!: unknown;

  @Field(() => Determination, { nullable: true, description: 'By which determination; null where it is owed by something else.' })
  @ManyToOne(() => Determination, { nullable: true, fieldName: 'determination_id', type: 'uuid' })
  determination!: Rel<Determination> | null;

  @Field(() => String, { description: 'Why this amount, as a code.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => Decision, { nullable: true, description: 'The decision that it follows from, with the facts as they were and why; null where a scheme module says itself how it came about.' })
  @ManyToOne(() => Decision, { nullable: true, fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision> | null;

  /** The facts as they were when it was decided, where no decision keeps them. */
  @Property({ type: 'jsonb' })
  facts!: Record<string, unknown>;

  /** Ids and days of the rules and rates that it was decided by. */
  @Property({ type: 'jsonb' })
  basis!: Record<string, unknown>;
}
