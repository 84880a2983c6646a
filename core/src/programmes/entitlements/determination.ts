import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { MoneyField, Resource, type RowCondition } from '../../kernel/schema/resource.js';
import { Person } from '../../people/persons/person.js';
import { Place } from '../../people/places/place.js';
import { byPlace, byProgramme } from '../../people/scope.js';
import { Decision } from '../decisions/decision.js';
import { Enrolment } from '../enrolments/enrolment.js';
import { Programme } from '../programme.js';
import { BenefitPeriod } from './benefit-period.js';
import { DeterminationRun } from './determination-run.js';

export enum DeterminationState {
  PROPOSED = 'PROPOSED',
  APPLIED = 'APPLIED',
  LEFT = 'LEFT',
  STALE = 'STALE',
}
registerEnumType(DeterminationState, {
  name: 'DeterminationState',
  description: 'What became of a determination.',
  valuesConfig: {
    PROPOSED: { description: 'Nothing yet.' },
    APPLIED: { description: 'The difference is owed: an entitlement, or an overpayment.' },
    LEFT: { description: 'Held, and what was owed stays: nothing is due, what it rests on is not known, the enrolment was suspended, or there is nobody to pay. `reasons` say which.' },
    STALE: { description: 'Something else changed what was owed before it was approved; determine it again.' },
  },
});

/** Of determinations those that are held: nothing came of them, nor of a later look at the same period. */
export const isHeld: RowCondition = ({ id, enrolment, period, state }) => sql`(${state ?? trusted('null')} = 'LEFT' and not exists (
  select from programmes.determination later where later.enrolment_id = ${enrolment ?? trusted('null')} and later.period_id = ${period ?? trusted('null')} and later.id > ${id ?? trusted('null')} and later.state in ('LEFT', 'APPLIED')))`;

@Resource({
  description: 'What is found to be owed to an enrolment for a period, beside what was owed until then.',
  table: 'programmes.determination',
  prefix: 'determination',
  read: 'programmes.entitlements.read',
  privacy: { subject: { person: 'payee' }, sensitivity: 'personal', purpose: 'assistance' },
  scope: { ...byPlace('place'), ...byProgramme('programme') },
  seenWith: ['programme', 'run', 'period'],
})
export class Determination extends Versioned {
  @Field(() => DeterminationRun, { description: 'By which run.' })
  @ManyToOne(() => DeterminationRun, { fieldName: 'run_id', type: 'uuid' })
  run!: Rel<DeterminationRun>;

  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Enrolment, { nullable: true, description: 'To which enrolment.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => BenefitPeriod, { description: 'For which period.' })
  @ManyToOne(() => BenefitPeriod, { fieldName: 'period_id', type: 'uuid' })
  period!: Rel<BenefitPeriod>;

  @Field(() => Person, { nullable: true, description: 'Who is paid; null where there is nobody.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'payee_id', type: 'uuid' })
  payee!: Rel<Person> | null;

  @Field(() => Place, { nullable: true, description: 'Where the enrolment is looked after.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Property({ type: 'numeric', fieldName: 'owed_before' })
  wasAmount!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  becomesAmount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'wasAmount', currency: 'currency', description: 'How much was owed until then.' })
  was!: unknown;

  @MoneyField({ amount: 'becomesAmount', currency: 'currency', description: 'How much is owed by it.' })
  becomes!: unknown;

  @Field(() => [String], { description: 'Why nothing is owed, or why it was left: codes of rules, or NOT_ENROLLED, NOT_REGISTERED, SUSPENDED, NO_PAYEE, PAYEE_DIED, NOTHING_DUE, AMOUNT_UNKNOWN, AMOUNT_NEGATIVE, AMOUNT_NOT_ROUNDED.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  reasons!: string[];

  @Field(() => DeterminationState, { description: 'What became of it.' })
  @Property({ type: 'text' })
  state!: DeterminationState;

  @Field(() => Decision, { nullable: true, description: 'What was decided: the facts as they were, by which rules, and why. Of what was determined before decisions were kept, null.' })
  @ManyToOne(() => Decision, { nullable: true, fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision> | null;

  /** Of what was determined before decisions were kept. */
  @Property({ type: 'jsonb', nullable: true })
  facts!: Record<string, unknown> | null;

  /** Of what was determined before decisions were kept. */
  @Property({ type: 'jsonb', nullable: true })
  basis!: Record<string, unknown> | null;
}
