import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { byProgramme } from '../../people/scope.js';
import { Enrolment } from '../enrolments/enrolment.js';
import { Programme } from '../programme.js';
import { DeterminationRun } from './determination-run.js';
import { ofEnrolmentIfAny } from './of-enrolment-if-any.js';

@Resource({
  description: 'That something has changed with effect in periods that were determined: what is owed waits to be determined again, unless a run looks into it already. The database notes it with the change itself.',
  table: 'programmes.redetermination_due',
  prefix: 'redetermination_due',
  read: 'programmes.entitlements.read',
  privacy: { sensitivity: 'internal', purpose: 'assistance' },
  many: 'redeterminationsDue',
  scope: { ...byProgramme('programme'), places: ofEnrolmentIfAny },
  listed: ({ run }) => sql`${run ?? trusted('null')} is null`,
  seenWith: ['programme'],
})
export class RedeterminationDue extends Versioned {
  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Enrolment, { nullable: true, description: 'Of which enrolment; null where of all of the programme, since its rules, their values or tables have changed.' })
  @ManyToOne(() => Enrolment, { nullable: true, fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment> | null;

  @Field(() => LocalDate, { description: 'Since when it has effect: the first day of all that is determined, where it may have effect on all.' })
  @Property({ type: 'date' })
  since!: string;

  @Field(() => [String], { description: 'What has changed: names of tables, such as `people.membership`, whose rows are facts of whom it is about or of whom they live with; or STALE, where it was found otherwise than it was seen.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  reasons!: string[];

  @Field(() => DeterminationRun, { nullable: true, description: 'The run that looks into it; null where it waits.' })
  @ManyToOne(() => DeterminationRun, { nullable: true, fieldName: 'run_id', type: 'uuid' })
  run!: Rel<DeterminationRun> | null;
}
