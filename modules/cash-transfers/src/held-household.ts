import { byPlace, byProgramme, Enrolment, Field, ManyToOne, Place, Property, registerEnumType, Resource, sql, through, trusted, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Cycle } from './cycle.js';

export enum HeldReason {
  NO_MEMBER_COUNTS = 'NO_MEMBER_COUNTS',
  NO_PAYEE = 'NO_PAYEE',
  PAYEE_DIED = 'PAYEE_DIED',
  SUSPENDED = 'SUSPENDED',
}
registerEnumType(HeldReason, {
  name: 'HeldReason',
  description: 'Why a cycle pays a household nothing.',
  valuesConfig: {
    NO_MEMBER_COUNTS: { description: 'No member counts by the rule of the schedule.' },
    NO_PAYEE: { description: 'The household has no head who could be paid.' },
    PAYEE_DIED: { description: 'The head of the household has died.' },
    SUSPENDED: { description: 'The enrolment is suspended.' },
  },
});

@Resource({
  description: 'That a cycle pays a household nothing, and why.',
  table: 'cash_transfers.held_household',
  prefix: 'held_household',
  read: 'cash-transfers.cycles.read',
  privacy: { sensitivity: 'personal', purpose: 'assistance' },
  many: 'heldHouseholds',
  scope: {
    ...byPlace('place'),
    ...through(({ cycle }, seen) => sql`exists (select from cash_transfers.cycle c where c.id = ${cycle ?? trusted('null')} and ${seen({ programme: sql`c.programme_id` })})`, byProgramme('programme')),
  },
  seenWith: ['cycle'],
})
export class HeldHousehold extends Versioned {
  @Field(() => Cycle, { description: 'By which cycle.' })
  @ManyToOne(() => Cycle, { fieldName: 'cycle_id', type: 'uuid' })
  cycle!: Rel<Cycle>;

  @Field(() => Enrolment, { nullable: true, description: 'Which enrolment.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => Place, { nullable: true, description: 'Where it is looked after.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => HeldReason, { description: 'Why.' })
  @Property({ type: 'text' })
  reason!: HeldReason;
}
