import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLInt } from 'graphql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { File } from '../../kernel/files/file.js';
import { Job } from '../../kernel/jobs/job.js';
import { fromContext, sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField } from '../../kernel/schema/resource.js';
import { DateTime } from '../../kernel/schema/scalars.js';

/** The form of an exported file. */
export enum ExportFormat {
  JSONL = 'JSONL',
  CSV = 'CSV',
  XLSX = 'XLSX',
}
registerEnumType(ExportFormat, {
  name: 'ExportFormat',
  description: 'The form of an exported file.',
  valuesConfig: {
    JSONL: { description: 'One row a line, as GraphQL answers it. Lists inside of rows are allowed.' },
    CSV: { description: 'RFC 4180, UTF-8, with a header. A text that a spreadsheet would run as a formula has an apostrophe in front.' },
    XLSX: { description: 'A workbook, with a header on each sheet. Decimals of more than 15 digits are texts, so that none is rounded.' },
  },
});

/** How far an export is. */
export enum ExportState {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  CANCELLED = 'CANCELLED',
  FAILED = 'FAILED',
}
registerEnumType(ExportState, {
  name: 'ExportState',
  description: 'How far an export is.',
  valuesConfig: {
    QUEUED: { description: 'Waits for a worker.' },
    RUNNING: { description: 'Is being written.' },
    DONE: { description: 'The file is whole.' },
    CANCELLED: { description: 'Cancelled; the file is gone.' },
    FAILED: { description: 'Stopped by what `problem` says. Where that was a fault of the platform, `job` tells whether it is tried again.' },
  },
});

/** Seen by whoever asked for it alone: it holds what that actor may see, which others may not, and its filter may name somebody. */
@Resource({
  description: 'A list that is written to a file in the background. You see your own.',
  table: 'exchange.export',
  prefix: 'export',
  read: 'exchange.exports.read',
  privacy: { sensitivity: 'personal', purpose: 'administration' },
  one: 'export',
  many: 'exports',
  only: (columns) => sql`${columns['askedBy']} = ${fromContext((ctx) => ctx.actor.id, 'text')}`,
})
export class Export extends Versioned {
  @Field(() => String, { description: 'Who asked for it.' })
  @Property({ type: 'text', fieldName: 'asked_by' })
  askedBy!: string;

  @Field(() => String, { description: 'The query whose list is written.' })
  @Property({ type: 'text' })
  query!: string;

  @Field(() => String, { nullable: true, description: 'Its variables, as JSON.' })
  @Property({ type: 'text', nullable: true })
  variables!: string | null;

  @Field(() => ExportFormat, { description: 'The form of the file.' })
  @Property({ type: 'text' })
  format!: ExportFormat;

  @Field(() => ExportState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: ExportState;

  @SqlField(() => GraphQLInt, { description: 'Rows that are in the file.', sql: (t) => sql`(select its.rows from exchange.export_progress its where its.export_id = ${t['id']})` })
  rows!: number;

  @Field(() => Int, { description: 'Rows that the list had when the export was asked for.' })
  @Property({ type: 'integer' })
  total!: number;

  @Field(() => String, { description: 'What it is for, one of `purposes`.' })
  @Property({ type: 'text' })
  purpose!: string;

  @Field(() => Int, { nullable: true, description: 'Rows that were left out since whom they are about has given no consent for the purpose, or withdrew it, and no other ground is recorded; null until it is done, and where the purpose takes no consent.' })
  @Property({ type: 'integer', nullable: true, fieldName: 'left_out' })
  leftOut!: number | null;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  @Property({ type: 'text', nullable: true })
  problem!: string | null;

  @Field(() => String, { nullable: true, description: 'Why masked fields are in it in clear, as whoever approved that was told; null where they are masked.' })
  @Property({ type: 'text', nullable: true, fieldName: 'clear_reason' })
  clearReason!: string | null;

  @Field(() => String, { nullable: true, description: 'Who approved that it is in clear.' })
  @Property({ type: 'text', nullable: true, fieldName: 'approved_by' })
  approvedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the bytes of a file in clear are thrown away.' })
  @Property({ type: 'datetime', nullable: true, fieldName: 'kept_until' })
  expiresAt!: Date | null;

  @Field(() => File, { nullable: true, description: 'The file; it has a `url` as soon as the export is done.' })
  @ManyToOne(() => File, { nullable: true, fieldName: 'file_id', type: 'uuid' })
  file!: Rel<File> | null;

  @Field(() => Job, { nullable: true, description: 'The work in the background; subscribe to it by `jobProgress`.' })
  @ManyToOne(() => Job, { nullable: true, fieldName: 'job_id', type: 'uuid' })
  job!: Rel<Job> | null;
}
