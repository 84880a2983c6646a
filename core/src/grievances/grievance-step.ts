import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { Privacy, type SubjectPart } from '../kernel/privacy/classification.js';
import { sql, trusted } from '../kernel/read/sql.js';
import { Versioned } from '../kernel/schema/node.js';
import { Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Grievance } from './grievance.js';
import { anything } from './masked-words.js';
import { bySecrecyOfGrievance, scopeOfGrievance } from './scope.js';
import { GrievanceAction, GrievanceState } from './states.js';

/** Whom a row is about that hangs on a grievance. */
export const ofGrievance = (column: 'person_id' | 'household_id'): SubjectPart => (columns) =>
  sql`(select g.${trusted(column)} from grievances.grievance g where g.id = ${columns['grievance'] ?? trusted('null')})`;

@Resource({
  description: 'Something that was done with a grievance. Never changed.',
  table: 'grievances.step',
  prefix: 'grievance_step',
  read: 'grievances.cases.read',
  privacy: { subject: { person: ofGrievance('person_id'), household: ofGrievance('household_id') }, sensitivity: 'personal', purpose: 'grievances' },
  scope: scopeOfGrievance,
  only: bySecrecyOfGrievance,
})
export class GrievanceStep extends Versioned {
  @Field(() => Grievance, { nullable: true, description: 'With which grievance.' })
  @ManyToOne(() => Grievance, { fieldName: 'grievance_id', type: 'uuid' })
  grievance!: Rel<Grievance>;

  @Field(() => Int, { description: 'Its number, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => GrievanceAction, { description: 'What was done.' })
  @Property({ type: 'text' })
  action!: GrievanceAction;

  @Field(() => GrievanceState, { nullable: true, description: 'Where the grievance stood before; null of the first.' })
  @Property({ type: 'text', nullable: true, fieldName: 'from_state' })
  fromState!: GrievanceState | null;

  @Field(() => GrievanceState, { description: 'Where it stood then.' })
  @Property({ type: 'text', fieldName: 'to_state' })
  toState!: GrievanceState;

  @Field(() => Int, { description: 'At which level it was then.' })
  @Property({ type: 'integer' })
  level!: number;

  @Field(() => LocalDate, { description: 'On which day.' })
  @Property({ type: 'date', fieldName: 'taken_on' })
  takenOn!: string;

  @Field(() => String, { description: 'By whom.' })
  @Property({ type: 'text' })
  actor!: string;

  @Field(() => String, { nullable: true, description: 'To whom it was assigned then.' })
  @Property({ type: 'text', nullable: true, fieldName: 'assigned_to' })
  assignedTo!: string | null;

  @Field(() => String, { nullable: true, description: 'How it was decided.' })
  @Property({ type: 'text', nullable: true })
  outcome!: string | null;

  @Privacy(anything)
  @Field(() => String, { nullable: true, description: 'Why, in the words of who did it.' })
  @Property({ type: 'text', nullable: true })
  note!: string | null;
}
