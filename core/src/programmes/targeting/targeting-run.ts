import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { Privacy } from '../../kernel/privacy/classification.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { byProgramme } from '../../people/scope.js';
import { DecisionBasis } from '../decisions/decision-basis.js';
import { Programme } from '../programme.js';
import { TargetingFailure } from './targeting-failure.js';

/** What is done with many at once. */
export enum TargetingMode {
  ASSESS = 'ASSESS',
  ENROL = 'ENROL',
  REASSESS = 'REASSESS',
  OVERDUE = 'OVERDUE',
}
registerEnumType(TargetingMode, {
  name: 'TargetingMode',
  description: 'What is done with many at once.',
  valuesConfig: {
    ASSESS: { description: 'Everybody who is not in the programme is judged, and nothing else: decisions alone.' },
    ENROL: { description: 'Everybody who is not in the programme is judged; who is eligible is enrolled in the order of priority while there are places and budget, and waits beyond.' },
    REASSESS: { description: 'Everybody in the programme is judged again; who is no longer eligible exits or is suspended.' },
    OVERDUE: { description: 'Everybody in the programme who was not judged again by the day on which they had to be exits or is suspended.' },
  },
});

/** How far it is. */
export enum TargetingPhase {
  JUDGE = 'JUDGE',
  ALLOCATE = 'ALLOCATE',
  WAIT = 'WAIT',
  DONE = 'DONE',
}
registerEnumType(TargetingPhase, {
  name: 'TargetingPhase',
  description: 'How far work on many is.',
  valuesConfig: {
    JUDGE: { description: 'One after the other is judged.' },
    ALLOCATE: { description: 'Places are given, by priority.' },
    WAIT: { description: 'Whoever got no place is put on the waiting list.' },
    DONE: { description: 'Finished.' },
  },
});

@Resource({
  description: 'Work that judges many by the rules of a programme, and what came of it.',
  table: 'programmes.targeting_run',
  prefix: 'targeting_run',
  read: 'programmes.enrolments.read',
  privacy: { sensitivity: 'internal', purpose: 'assistance' },
  one: 'targetingRun',
  many: 'targetingRuns',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class TargetingRun extends Versioned {
  @Field(() => Programme, { description: 'By which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => TargetingMode, { description: 'What is done.' })
  @Property({ type: 'text' })
  mode!: TargetingMode;

  @Field(() => TargetingPhase, { description: 'How far it is.' })
  @Property({ type: 'text' })
  phase!: TargetingPhase;

  @Field(() => LocalDate, { description: 'As of which day.' })
  @Property({ type: 'date', fieldName: 'on_date' })
  on!: string;

  @Field(() => DecisionBasis, { nullable: true, description: 'The rules that all of them are judged by, as they were when it began; null where nobody is judged.' })
  @ManyToOne(() => DecisionBasis, { nullable: true, fieldName: 'basis_id', type: 'uuid' })
  basis!: Rel<DecisionBasis> | null;

  @Field(() => [String], { nullable: true, description: 'Codes of the places with what is below them; null for everywhere.' })
  @Property({ type: 'text[]', columnType: 'text[]', fieldName: 'place_codes', nullable: true })
  placeCodes!: string[] | null;

  @Privacy({ sensitivity: 'personal' })
  @Property({ type: 'jsonb', nullable: true })
  chosen!: object | null;

  @Field(() => Int, { description: 'How many were judged.' })
  @Property({ type: 'integer' })
  seen!: number;

  @Field(() => Int, { description: 'How many of them are eligible.' })
  @Property({ type: 'integer' })
  eligible!: number;

  @Field(() => Int, { description: 'How many are not.' })
  @Property({ type: 'integer', fieldName: 'not_eligible' })
  notEligible!: number;

  @Field(() => Int, { description: 'Of how many something is not known.' })
  @Property({ type: 'integer' })
  undetermined!: number;

  @Field(() => Int, { description: 'How many were enrolled.' })
  @Property({ type: 'integer' })
  enrolled!: number;

  @Field(() => Int, { description: 'How many were put on the waiting list.' })
  @Property({ type: 'integer' })
  waiting!: number;

  @Field(() => Int, { description: 'How many exited or were suspended.' })
  @Property({ type: 'integer', fieldName: 'left_programme' })
  left!: number;

  @Field(() => Int, { description: 'How many could not be judged, or were kept out by a guard; `failures` lists them.' })
  @Property({ type: 'integer' })
  failed!: number;

  @Field(() => String, { description: 'Who started it.' })
  @Property({ type: 'text', fieldName: 'started_by' })
  startedBy!: string;

  @Connection(() => TargetingFailure, { mappedBy: 'run', description: 'Who could not be judged, or was kept out by a guard.' })
  failures!: unknown;
}
