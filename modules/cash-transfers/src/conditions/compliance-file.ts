import { byProgramme, Connection, Field, File, fromContext, Int, LocalDate, ManyToOne, Property, registerEnumType, Resource, sql, through, trusted, Versioned, type Rel, type RowScope } from '@kinga/plugin-sdk';
import { Condition } from './condition.js';

/** Whoever gave a file sees it, and whoever sees its programme without a limit of places: a file is of many places. */
const ofCondition: RowScope = through(
  (columns, seen) => sql`exists (select from cash_transfers.condition its where its.id = ${columns['condition'] ?? trusted('null')} and ${seen({ programme: sql`its.programme_id` })})`, byProgramme('programme'));
const givenBySelf: RowScope = { places: ({ givenBy }) => sql`${givenBy ?? trusted('null')} = ${fromContext((ctx) => ctx.actor.id, 'text')}` };
const ofFile: RowScope = through(
  (columns, seen) => sql`exists (select from cash_transfers.compliance_file its where its.id = ${columns['file'] ?? trusted('null')} and ${seen({ condition: sql`its.condition_id`, givenBy: sql`its.given_by` })})`, { ...ofCondition, ...givenBySelf });

export enum ComplianceRejection {
  UNREADABLE = 'UNREADABLE',
  UNKNOWN = 'UNKNOWN',
  TWICE = 'TWICE',
  NOT_ASKED = 'NOT_ASKED',
  NOT_ENROLLED = 'NOT_ENROLLED',
}
registerEnumType(ComplianceRejection, {
  name: 'ComplianceRejection',
  description: 'Why a line of a file was not taken.',
  valuesConfig: {
    UNREADABLE: { description: 'It has no person, or its outcome is none of MET, MISSED and EXEMPT.' },
    UNKNOWN: { description: 'There is no such person that whoever gave the file may see.' },
    TWICE: { description: 'They stood in the file before.' },
    NOT_ASKED: { description: 'The condition was not asked of them in this month: by its days, or by their age.' },
    NOT_ENROLLED: { description: 'Neither they nor their household were enrolled in the programme in this month.' },
  },
});

@Resource({
  description: 'A file that says who met a condition in a month.',
  table: 'cash_transfers.compliance_file',
  prefix: 'compliance_file',
  read: 'cash-transfers.conditions.read',
  privacy: { sensitivity: 'internal', purpose: 'assistance' },
  one: 'complianceFile',
  many: 'complianceFiles',
  scope: { ...ofCondition, ...givenBySelf },
  seenWith: ['condition'],
})
export class ComplianceFile extends Versioned {
  @Field(() => Condition, { description: 'Which condition.' })
  @ManyToOne(() => Condition, { fieldName: 'condition_id', type: 'uuid' })
  condition!: Rel<Condition>;

  @Field(() => LocalDate, { description: 'First day of the month.' })
  @Property({ type: 'date' })
  month!: string;

  @Field(() => File, { nullable: true, description: 'The file itself.' })
  @ManyToOne(() => File, { fieldName: 'file_id', type: 'uuid' })
  file!: Rel<File>;

  @Field(() => String, { nullable: true, description: 'By which type of identifier it names persons; null where by their ids.' })
  @Property({ type: 'text', fieldName: 'identifier_type', nullable: true })
  identifierType!: string | null;

  @Field(() => Int, { nullable: true, description: 'The last line that was read; null once all are.' })
  @Property({ type: 'integer', nullable: true })
  line!: number | null;

  @Field(() => Int, { description: 'How many lines said something that was not known yet.' })
  @Property({ type: 'integer' })
  recorded!: number;

  @Field(() => Int, { description: 'How many lines were not taken.' })
  @Property({ type: 'integer' })
  rejected!: number;

  @Field(() => String, { description: 'Who gave it.' })
  @Property({ type: 'text', fieldName: 'given_by' })
  givenBy!: string;

  @Connection(() => RejectedCompliance, { mappedBy: 'file', description: 'The lines that were not taken, and why.' })
  rejectedLines!: unknown;
}

@Resource({
  description: 'A line of a file that was not taken.',
  table: 'cash_transfers.rejected_compliance',
  prefix: 'rejected_compliance',
  read: 'cash-transfers.conditions.read',
  privacy: { sensitivity: 'internal', purpose: 'assistance' },
  scope: ofFile,
  seenWith: ['file'],
})
export class RejectedCompliance extends Versioned {
  @Field(() => ComplianceFile, { description: 'Of which file.' })
  @ManyToOne(() => ComplianceFile, { fieldName: 'file_id', type: 'uuid' })
  file!: Rel<ComplianceFile>;

  @Field(() => Int, { description: 'Its number in the file; the header is line 1.' })
  @Property({ type: 'integer' })
  line!: number;

  @Field(() => ComplianceRejection, { description: 'Why.' })
  @Property({ type: 'text' })
  reason!: ComplianceRejection;
}
