import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../../kernel/schema/scalars.js';
import { byProgramme } from '../../people/scope.js';
import { Programme } from '../programme.js';
import { LeadsTo } from './leads-to.js';
import { ProgrammeRule } from './programme-rule.js';
import { ProgrammeVersionState } from './version-state.js';

@Resource({
  description: 'The rules of a programme from a day on. Drafts change; what was submitted never does, and a second person publishes it.',
  table: 'programmes.programme_version',
  prefix: 'programme_version',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'programmeVersion',
  many: 'programmeVersions',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class ProgrammeVersion extends Versioned {
  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Int, { description: 'Counts the versions of the programme from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => ProgrammeVersionState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: ProgrammeVersionState;

  @Field(() => LocalDate, { description: 'First day for which it is meant.' })
  @Property({ type: 'date', fieldName: 'effective_from' })
  effectiveFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it is no longer meant; null while no end is set.' })
  @Property({ type: 'date', fieldName: 'effective_to', nullable: true })
  effectiveTo!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Of a published version, the day from which it is no longer in force: that of its end, or of the version that took its place.' })
  @Property({ type: 'date', fieldName: 'in_force_to', nullable: true })
  inForceTo!: string | null;

  @Field(() => ProgrammeVersion, { nullable: true, description: 'The published version whose place it takes from its first day on.' })
  @ManyToOne(() => ProgrammeVersion, { nullable: true, fieldName: 'supersedes_id', type: 'uuid' })
  supersedes!: Rel<ProgrammeVersion> | null;

  @Field(() => String, { nullable: true, description: 'What it changes, and why.' })
  @Property({ type: 'text', nullable: true })
  note!: string | null;

  @Field(() => LeadsTo, { description: 'What becomes of whoever is enrolled and is found to be no longer eligible.' })
  @Property({ type: 'text', fieldName: 'when_no_longer_eligible' })
  whenNoLongerEligible!: LeadsTo;

  @Field(() => LeadsTo, { description: 'What becomes of whoever is enrolled and was not judged again by the day on which they had to be.' })
  @Property({ type: 'text', fieldName: 'when_overdue' })
  whenOverdue!: LeadsTo;

  @Field(() => String, { description: 'Who drafted it.' })
  @Property({ type: 'text', fieldName: 'drafted_by' })
  draftedBy!: string;

  @Field(() => [String], { description: 'Everybody who wrote anything in it; none of them publishes it.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  authors!: string[];

  @Field(() => String, { nullable: true, description: 'Who submitted it.' })
  @Property({ type: 'text', fieldName: 'submitted_by', nullable: true })
  submittedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was submitted.' })
  @Property({ type: 'timestamptz', fieldName: 'submitted_at', nullable: true })
  submittedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who published it: none of its authors.' })
  @Property({ type: 'text', fieldName: 'published_by', nullable: true })
  publishedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was published.' })
  @Property({ type: 'timestamptz', fieldName: 'published_at', nullable: true })
  publishedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who rejected or withdrew it.' })
  @Property({ type: 'text', fieldName: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was rejected or withdrawn.' })
  @Property({ type: 'timestamptz', fieldName: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was rejected or withdrawn.' })
  @Property({ type: 'text', fieldName: 'ended_because', nullable: true })
  endedBecause!: string | null;

  @Connection(() => ProgrammeRule, { mappedBy: 'programmeVersion', description: 'Its rules; `position` is their order.' })
  rules!: unknown;
}
