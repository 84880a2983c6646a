import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Privacy } from '../kernel/privacy/classification.js';
import { Versioned } from '../kernel/schema/node.js';
import { Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { ofGrievance } from './grievance-step.js';
import { Grievance } from './grievance.js';
import { anything } from './masked-words.js';
import { bySecrecyOfGrievance, scopeOfGrievance } from './scope.js';
import { GrievanceMessageKind } from './states.js';

@Resource({
  description: 'Something that was said in a grievance. Never changed.',
  table: 'grievances.message',
  prefix: 'grievance_message',
  read: 'grievances.cases.read',
  privacy: { subject: { person: ofGrievance('person_id'), household: ofGrievance('household_id') }, sensitivity: 'personal', purpose: 'grievances' },
  scope: scopeOfGrievance,
  only: bySecrecyOfGrievance,
})
export class GrievanceMessage extends Versioned {
  @Field(() => Grievance, { nullable: true, description: 'In which grievance.' })
  @ManyToOne(() => Grievance, { fieldName: 'grievance_id', type: 'uuid' })
  grievance!: Rel<Grievance>;

  @Field(() => GrievanceMessageKind, { description: 'Who says it to whom.' })
  @Property({ type: 'text' })
  kind!: GrievanceMessageKind;

  @Privacy(anything)
  @Field(() => String, { nullable: true, description: 'What was said.' })
  @Property({ type: 'text' })
  text!: string;

  /** Files that came with it. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]', fieldName: 'file_ids' })
  fileIds!: string[];

  @Field(() => LocalDate, { description: 'On which day.' })
  @Property({ type: 'date', fieldName: 'written_on' })
  writtenOn!: string;

  @Field(() => String, { description: 'Who wrote it down.' })
  @Property({ type: 'text', fieldName: 'written_by' })
  writtenBy!: string;
}
