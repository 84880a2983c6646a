import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { ChangeRequest } from '../../change-requests/change-request.js';
import { sql, today } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../../people/persons/person.js';
import { byPerson } from '../../people/scope.js';

/** What became of a correction request. */
export enum CorrectionState {
  OPEN = 'OPEN',
  GRANTED = 'GRANTED',
  REFUSED = 'REFUSED',
}
registerEnumType(CorrectionState, {
  name: 'CorrectionState',
  description: 'What became of a correction request.',
  valuesConfig: {
    OPEN: { description: 'Waits for an answer, until `answerBy`.' },
    GRANTED: { description: 'What was wrong was corrected, by the mutation for it.' },
    REFUSED: { description: 'Was not corrected; `answer` says why.' },
  },
});

@Resource({
  description: 'What a person holds to be wrong in what is held of them, and the answer to it.',
  table: 'privacy.correction_request',
  prefix: 'correction',
  read: 'privacy.corrections.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'administration' },
  one: 'correctionRequest',
  many: 'correctionRequests',
  scope: byPerson('person'),
})
export class CorrectionRequest extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose data.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => CorrectionState, { description: 'What became of it.' })
  @Property({ type: 'text' })
  state!: CorrectionState;

  @Field(() => String, { description: 'What is held to be wrong.' })
  @Property({ type: 'text' })
  contested!: string;

  @Field(() => String, { description: 'What it should be instead.' })
  @Property({ type: 'text' })
  wanted!: string;

  @Field(() => LocalDate, { description: 'When it was received.' })
  @Property({ type: 'date', fieldName: 'received_on' })
  receivedOn!: string;

  @Field(() => LocalDate, { description: 'By when it must be answered.' })
  @Property({ type: 'date', fieldName: 'answer_by' })
  answerBy!: string;

  @Field(() => String, { description: 'Who recorded it.' })
  @Property({ type: 'text', fieldName: 'recorded_by' })
  recordedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who answered it.' })
  @Property({ type: 'text', nullable: true, fieldName: 'decided_by' })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was answered.' })
  @Property({ type: 'date', nullable: true, fieldName: 'decided_on' })
  decidedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'The answer, as the person is told it.' })
  @Property({ type: 'text', nullable: true })
  answer!: string | null;

  @Field(() => String, { nullable: true, description: 'What shows it: a paper, a register.' })
  @Property({ type: 'text', nullable: true, fieldName: 'evidence_source' })
  evidenceSource!: string | null;

  /** Files that show it. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]', fieldName: 'evidence_file_ids', defaultRaw: "'{}'" })
  evidenceFileIds!: string[];

  @Field(() => ChangeRequest, { nullable: true, description: 'The change by which it was corrected, where that took approval.' })
  @ManyToOne(() => ChangeRequest, { nullable: true, fieldName: 'change_request_id', type: 'uuid' })
  changeRequest!: Rel<ChangeRequest> | null;

  @SqlField(() => GraphQLBoolean, { description: 'Whether its day has passed without an answer, on the day of the request.', sql: (t) => sql`(${t['state']} = 'OPEN' and ${t['answerBy']} < ${today})` })
  overdue!: boolean;
}
