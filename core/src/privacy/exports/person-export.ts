import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { File } from '../../kernel/files/file.js';
import { Job } from '../../kernel/jobs/job.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../../people/persons/person.js';
import { byPerson } from '../../people/scope.js';

/** Who wants to know. */
export enum ExportRequester {
  PERSON = 'PERSON',
  REPRESENTATIVE = 'REPRESENTATIVE',
  AUTHORITY = 'AUTHORITY',
}
registerEnumType(ExportRequester, {
  name: 'ExportRequester',
  description: 'Who wants to know what is held of a person.',
  valuesConfig: {
    PERSON: { description: 'The person.' },
    REPRESENTATIVE: { description: 'Who stands for the person: a guardian, somebody with their authority in writing.' },
    AUTHORITY: { description: 'The authority that supervises data protection.' },
  },
});

/** How far an export of a person is. */
export enum PersonExportState {
  QUEUED = 'QUEUED',
  DONE = 'DONE',
}
registerEnumType(PersonExportState, {
  name: 'PersonExportState',
  description: 'How far an export of a person is.',
  valuesConfig: { QUEUED: { description: 'Is being put together; `job` tells how far.' }, DONE: { description: 'The file is whole.' } },
});

@Resource({
  description: 'Everything that is held of a person, put together as a file for that person.',
  table: 'privacy.person_export',
  prefix: 'personexport',
  read: 'privacy.exports.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'administration' },
  one: 'personExport',
  many: 'personExports',
  scope: byPerson('person'),
})
export class PersonExport extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => PersonExportState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: PersonExportState;

  @Field(() => String, { description: 'Who had it made.' })
  @Property({ type: 'text', fieldName: 'asked_by' })
  askedBy!: string;

  @Field(() => LocalDate, { description: 'On which day.' })
  @Property({ type: 'date', fieldName: 'asked_on' })
  askedOn!: string;

  @Field(() => ExportRequester, { description: 'For whom.' })
  @Property({ type: 'text', fieldName: 'requested_by' })
  requestedBy!: ExportRequester;

  @Field(() => String, { description: 'How it was made sure that they are who they say.' })
  @Property({ type: 'text', fieldName: 'identity_checked' })
  identityChecked!: string;

  @Field(() => File, { nullable: true, description: 'A ZIP archive: `everything.html` to read, `everything.jsonl` for programs, and the person\'s files. Seen by whoever had it made.' })
  @ManyToOne(() => File, { nullable: true, fieldName: 'file_id', type: 'uuid' })
  file!: Rel<File> | null;

  @Field(() => Job, { nullable: true, description: 'The work in the background; subscribe to it by `jobProgress`.' })
  @ManyToOne(() => Job, { nullable: true, fieldName: 'job_id', type: 'uuid' })
  job!: Rel<Job> | null;
}
