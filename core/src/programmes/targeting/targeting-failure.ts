import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { Household } from '../../people/households/household.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Person } from '../../people/persons/person.js';
import { byProgramme, through } from '../../people/scope.js';
import { ofSubject } from '../decisions/scope.js';
import { TargetingRun } from './targeting-run.js';

@Resource({
  description: 'That somebody could not be judged in work on many, or was kept out by a guard.',
  table: 'programmes.targeting_failure',
  prefix: 'targeting_failure',
  read: 'programmes.decisions.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'assistance' },
  scope: {
    ...(ofSubject.places && { places: ofSubject.places }),
    ...through(({ run }, seen) => sql`exists (select from programmes.targeting_run its where its.id = ${run ?? trusted('null')} and ${seen({ programme: sql`its.programme_id` })})`, byProgramme('programme')),
  },
  seenWith: ['run'],
})
export class TargetingFailure extends Versioned {
  @Field(() => TargetingRun, { description: 'In which work.' })
  @ManyToOne(() => TargetingRun, { fieldName: 'run_id', type: 'uuid' })
  run!: Rel<TargetingRun>;

  @Field(() => Person, { nullable: true, description: 'Which person; null where it is something else.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'Which household; null where it is something else.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Field(() => Organisation, { nullable: true, description: 'Which organisation; null where it is something else.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation> | null;

  @Field(() => String, { description: 'Why: the code of a guard, or `DATA_` and the code of what PostgreSQL could not compute.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'What PostgreSQL says of it.' })
  @Property({ type: 'text', nullable: true })
  message!: string | null;
}
