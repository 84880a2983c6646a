import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../../people/persons/person.js';
import { byPerson } from '../../people/scope.js';
import { RetentionSchedule } from '../retention/schedule.js';
import { ErasureRun } from './erasure-run.js';

/** What became of a person of an erasure. */
export enum ErasureCaseState {
  DUE = 'DUE',
  HELD = 'HELD',
  BUSY = 'BUSY',
  ERASED = 'ERASED',
}
registerEnumType(ErasureCaseState, {
  name: 'ErasureCaseState',
  description: 'What became of a person of an erasure.',
  valuesConfig: {
    DUE: { description: 'Is erased once the erasure is approved.' },
    HELD: { description: 'Is on legal hold and stays; `because` says why.' },
    BUSY: { description: 'Something is under way and must end first; `because` says what.' },
    ERASED: { description: 'Was erased.' },
  },
});

@Resource({
  description: 'A person of an erasure.',
  table: 'privacy.erasure_case',
  prefix: 'erasurecase',
  read: 'privacy.erasures.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'administration' },
  scope: byPerson('person'),
})
export class ErasureCase extends Versioned {
  @Field(() => ErasureRun, { description: 'The erasure.' })
  @ManyToOne(() => ErasureRun, { fieldName: 'run_id', type: 'uuid' })
  run!: Rel<ErasureRun>;

  @Field(() => Person, { nullable: true, description: 'Who.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => RetentionSchedule, { nullable: true, description: 'The schedule that ended last.' })
  @ManyToOne(() => RetentionSchedule, { nullable: true, fieldName: 'schedule_id', type: 'uuid' })
  schedule!: Rel<RetentionSchedule> | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when the person is due.' })
  @Property({ type: 'date', nullable: true, fieldName: 'due_on' })
  dueOn!: string | null;

  @Field(() => ErasureCaseState, { description: 'What became of it.' })
  @Property({ type: 'text' })
  state!: ErasureCaseState;

  @Field(() => String, { nullable: true, description: 'Why the person is held, or what is under way.' })
  @Property({ type: 'text', nullable: true })
  because!: string | null;
}
