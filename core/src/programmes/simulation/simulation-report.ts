import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, FieldResolver, Int, registerEnumType, Resolver, Root } from 'type-graphql';
import { Job } from '../../kernel/jobs/job.js';
import { Privacy } from '../../kernel/privacy/classification.js';
import { fromContext, sql } from '../../kernel/read/sql.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Needs, Resource, type RowCondition } from '../../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../../kernel/schema/scalars.js';
import { Place } from '../../people/places/place.js';
import { byProgramme } from '../../people/scope.js';
import { Programme } from '../programme.js';
import { ProgrammeVersion } from '../versions/programme-version.js';
import { SimulationBreakdown, type Breakdown } from './breakdown.js';
import { SimulationRow } from './simulation-row.js';

/** How far a simulation is. */
export enum SimulationState {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
}
registerEnumType(SimulationState, {
  name: 'SimulationState',
  description: 'How far a simulation is.',
  valuesConfig: { RUNNING: { description: 'Under way; `job` tells how far, or why it was given up.' }, DONE: { description: 'Its figures are there.' } },
});

/** Of some places or organisations only whoever had it made sees figures: they may be of more than others see. */
const own: RowCondition = ({ askedBy }) => sql`${askedBy} = ${fromContext((ctx) => ctx.actor.id, 'text')}`;

@Resource({
  description: 'What a version of a programme would do on a day, against another: how many would be eligible, what it would cost, who gains and who loses. Figures alone; nobody is enrolled or paid by it.',
  table: 'programmes.simulation_report',
  prefix: 'simulation',
  read: 'programmes.simulations.read',
  privacy: { sensitivity: 'internal', purpose: 'assistance' },
  one: 'simulationReport',
  many: 'simulationReports',
  scope: { ...byProgramme('programme'), places: own, organisations: own },
  seenWith: ['programme', 'programmeVersion'],
})
export class SimulationReport extends Versioned {
  @Field(() => Programme, { description: 'The programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => ProgrammeVersion, { description: 'The version whose rules were tried, as they were when it began.' })
  @ManyToOne(() => ProgrammeVersion, { fieldName: 'version_id', type: 'uuid' })
  programmeVersion!: Rel<ProgrammeVersion>;

  @Field(() => ProgrammeVersion, { nullable: true, description: 'The version that they were compared with; null where none was in force, and nobody was eligible before.' })
  @ManyToOne(() => ProgrammeVersion, { nullable: true, fieldName: 'against_id', type: 'uuid' })
  against!: Rel<ProgrammeVersion> | null;

  @Field(() => String, { nullable: true, description: 'What it is about, in words.' })
  @Property({ type: 'text', nullable: true })
  title!: string | null;

  @Field(() => LocalDate, { description: 'The day as of which facts, parameters and tables were taken.' })
  @Property({ type: 'date', fieldName: 'on_date' })
  on!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the period that rules asked for, where one was said.' })
  @Property({ type: 'date', nullable: true, fieldName: 'period_from' })
  periodFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day of that period.' })
  @Property({ type: 'date', nullable: true, fieldName: 'period_to' })
  periodTo!: string | null;

  @Field(() => Place, { nullable: true, description: 'The place whose people were assessed, with all below it; null for everywhere that who asked sees.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => String, { nullable: true, description: 'Only those for whom this holds were assessed; all where null.' })
  @Property({ type: 'text', nullable: true })
  filter!: string | null;

  @Privacy({ sensitivity: 'personal' })
  @Property({ type: 'jsonb', nullable: true })
  chosen!: object | null;

  @Property({ type: 'jsonb', fieldName: 'breakdowns' })
  groupings!: readonly Breakdown[];

  @Property({ type: 'jsonb' })
  basis!: unknown;

  @Field(() => SimulationState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: SimulationState;

  @Field(() => Int, { description: 'Counts below this are hidden from whoever may not see persons.' })
  @Property({ type: 'integer', fieldName: 'smallest_cell' })
  smallestCell!: number;

  @Field(() => String, { description: 'Who had it made; what they may see is what was assessed.' })
  @Property({ type: 'text', fieldName: 'asked_by' })
  askedBy!: string;

  @Field(() => Job, { nullable: true, description: 'The work in the background; subscribe to it by `jobProgress`.' })
  @ManyToOne(() => Job, { nullable: true, fieldName: 'job_id', type: 'uuid' })
  job!: Rel<Job> | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was done.' })
  @Property({ type: 'timestamptz', nullable: true, fieldName: 'done_at' })
  doneAt!: string | null;

  @Connection(() => SimulationRow, { mappedBy: 'report', description: 'Its figures: of all (`TOTAL`), and of each group of each breakdown.' })
  rows!: unknown;
}

@Resolver(() => SimulationReport)
export class SimulationBreakdowns {
  @FieldResolver(() => [SimulationBreakdown], { description: 'The ways in which it tells groups apart.' })
  @Requires('programmes.simulations.read')
  @Needs('groupings')
  breakdowns(@Root() { groupings }: { readonly groupings: readonly Breakdown[] }): readonly Breakdown[] {
    return groupings;
  }
}
