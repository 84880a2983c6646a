import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { File } from '../../kernel/files/file.js';
import { Job } from '../../kernel/jobs/job.js';
import { fromContext, sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, underAnyLimit } from '../../kernel/schema/resource.js';
import { ImportMapping } from './mapping.js';
import { ImportProblem } from './import-problem.js';

/** Where an import stands. */
export enum ImportState {
  READING = 'READING',
  CHECKING = 'CHECKING',
  APPLYING = 'APPLYING',
  REPORTING = 'REPORTING',
  DONE = 'DONE',
  CANCELLED = 'CANCELLED',
  FAILED = 'FAILED',
  UNDOING = 'UNDOING',
  UNDONE = 'UNDONE',
}
registerEnumType(ImportState, {
  name: 'ImportState',
  description: 'Where an import stands.',
  valuesConfig: {
    READING: { description: 'The file is read, row by row.' },
    CHECKING: { description: 'The rows are looked at together: places, heads, numbers that are given twice, persons who are registered already.' },
    APPLYING: { description: 'Households are registered, some thousands at a time.' },
    REPORTING: { description: 'The file of rejected rows is written.' },
    DONE: { description: 'Finished.' },
    CANCELLED: { description: 'Stopped by somebody. What was registered stays; it may go on or be undone.' },
    FAILED: { description: 'Given up; `problem` says why. It may go on or be undone.' },
    UNDOING: { description: 'What it did is taken back.' },
    UNDONE: { description: 'What it did is taken back. Final.' },
  },
});

/** What is done about persons who are registered already. */
export enum MatchPolicy {
  SKIP = 'SKIP',
  UPDATE_EMPTY = 'UPDATE_EMPTY',
  REJECT = 'REJECT',
}
registerEnumType(MatchPolicy, {
  name: 'ImportMatchPolicy',
  description: 'What is done about persons and households that are registered already: found by an identifier, or by the same names, birth date and place.',
  valuesConfig: {
    SKIP: { description: 'They stay as they are; further members are added to their household.' },
    UPDATE_EMPTY: { description: 'What is not known of them is filled in from the file; nothing that is known changes. Further members are added to their household.' },
    REJECT: { description: 'Their rows are rejected.' },
  },
});

const me = fromContext((ctx) => ctx.actor.id, 'text');

@Resource({
  description: 'A file of households with their members, or of persons without households, that is brought into the registry.',
  table: 'exchange.import',
  prefix: 'import',
  read: 'exchange.imports.run',
  privacy: { sensitivity: 'internal', purpose: 'registry' },
  one: 'import',
  many: 'imports',
  scope: underAnyLimit((columns) => sql`${columns['startedBy'] ?? trusted('null')} = ${me}`),
})
export class Import extends Versioned {
  @Field(() => File, { nullable: true, description: 'The file.' })
  @ManyToOne(() => File, { fieldName: 'file_id', type: 'uuid' })
  file!: Rel<File>;

  @Field(() => ImportMapping, { nullable: true, description: 'How it is read; changes of the mapping after the start make no difference.' })
  @ManyToOne(() => ImportMapping, { fieldName: 'mapping_id', type: 'uuid' })
  mapping!: Rel<ImportMapping>;

  @Field(() => String, { nullable: true, description: 'Which sheet of an XLSX file; null for the first.' })
  @Property({ type: 'text', nullable: true })
  sheet!: string | null;

  @Field(() => Boolean, { description: 'Whether it only says what an import would do.' })
  @Property({ type: 'boolean', fieldName: 'dry_run' })
  dryRun!: boolean;

  @Field(() => MatchPolicy, { description: 'What is done about persons who are registered already.' })
  @Property({ type: 'text', fieldName: 'match_policy' })
  matchPolicy!: MatchPolicy;

  @Field(() => ImportState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: ImportState;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  @Property({ type: 'text', nullable: true })
  problem!: string | null;

  @Field(() => String, { description: 'Who started it.' })
  @Property({ type: 'text', fieldName: 'started_by' })
  startedBy!: string;

  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  @ManyToOne(() => Job, { nullable: true, fieldName: 'job_id', type: 'uuid' })
  job!: Rel<Job> | null;

  @Field(() => Int, { description: 'Rows of the file that hold anything, as far as it is read.' })
  @Property({ type: 'integer', fieldName: 'row_count' })
  rowCount!: number;

  @Field(() => Int, { description: 'Rows that are not imported; `problems` and `rejects` say why.' })
  @Property({ type: 'integer', fieldName: 'rejected_count' })
  rejectedCount!: number;

  @Field(() => Int, { description: 'Households that it registered, or would.' })
  @Property({ type: 'integer', fieldName: 'household_count' })
  householdCount!: number;

  @Field(() => Int, { description: 'Persons that it registered, or would.' })
  @Property({ type: 'integer', fieldName: 'created_count' })
  createdCount!: number;

  @Field(() => Int, { description: 'Persons of whom it filled something in.' })
  @Property({ type: 'integer', fieldName: 'updated_count' })
  updatedCount!: number;

  @Field(() => Int, { description: 'Persons who were registered already, and whom it left as they were, or would leave so but for what is filled in.' })
  @Property({ type: 'integer', fieldName: 'unchanged_count' })
  unchangedCount!: number;

  @Field(() => File, { nullable: true, description: 'The rejected rows as CSV, with the columns of the file and what is wrong, to be mended and sent again; null where there are none.' })
  @ManyToOne(() => File, { nullable: true, fieldName: 'rejects_id', type: 'uuid' })
  rejects!: Rel<File> | null;

  @Connection(() => ImportProblem, { mappedBy: 'import', description: 'What is wrong with its rows; `rejects` holds the rows themselves.' })
  problems!: unknown;
}
