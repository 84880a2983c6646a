import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { sql, today } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { PersonDocument } from '../../people/documents/person-document.js';
import { Person } from '../../people/persons/person.js';
import { Programme } from '../../programmes/programme.js';
import { byPersonOfProgrammeIfAny } from '../../programmes/shared-scope.js';

export enum PayeeArrangementKind {
  NOMINEE = 'NOMINEE',
  GUARDIAN = 'GUARDIAN',
  ALTERNATE_PAYEE = 'ALTERNATE_PAYEE',
}
registerEnumType(PayeeArrangementKind, {
  name: 'PayeeArrangementKind',
  description: 'As what somebody receives for another.',
  valuesConfig: {
    NOMINEE: { description: 'Named by the beneficiary, or an heir or administrator of the estate of one who died. Receives after the beneficiary has died, too, also what is found only then to have been owed.' },
    GUARDIAN: { description: 'Cares for the beneficiary by law or by order of a court, until the beneficiary dies.' },
    ALTERNATE_PAYEE: { description: 'Collects for a beneficiary who cannot, until the beneficiary dies.' },
  },
});

/** Where what one person proposes and another decides stands. */
export enum PayeeDecisionState {
  PROPOSED = 'PROPOSED',
  CONFIRMED = 'CONFIRMED',
  REJECTED = 'REJECTED',
}
registerEnumType(PayeeDecisionState, {
  name: 'PayeeDecisionState',
  description: 'Where what one person proposed stands.',
  valuesConfig: {
    PROPOSED: { description: 'Waits for another person; nothing is paid by it.' },
    CONFIRMED: { description: 'Holds, from its first day until it ends.' },
    REJECTED: { description: 'Never holds. Final.' },
  },
});

/** Whoever sees the beneficiary and the programme. */
export const arrangementScope = byPersonOfProgrammeIfAny('beneficiary', 'programme');

@Resource({
  description: 'That somebody receives for another: what a run pays to the beneficiary goes to the receiver. One for a programme comes before one for all.',
  table: 'transactions.payee_arrangement',
  prefix: 'payee_arrangement',
  read: 'transactions.payees.read',
  privacy: { subject: { person: 'beneficiary' }, sensitivity: 'personal', purpose: 'payments' },
  one: 'payeeArrangement',
  many: 'payeeArrangements',
  scope: arrangementScope,
})
export class PayeeArrangement extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Who is entitled.' })
  @ManyToOne(() => Person, { fieldName: 'beneficiary_id', type: 'uuid' })
  beneficiary!: Rel<Person>;

  @Field(() => Person, { nullable: true, description: 'Who receives; null for whoever may not see them.' })
  @ManyToOne(() => Person, { fieldName: 'receiver_id', type: 'uuid' })
  receiver!: Rel<Person>;

  @Field(() => PayeeArrangementKind, { description: 'As what.' })
  @Property({ type: 'text' })
  kind!: PayeeArrangementKind;

  @Field(() => Programme, { nullable: true, description: 'Of which programme; null where it holds for all that have none of their own.' })
  @ManyToOne(() => Programme, { nullable: true, fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme> | null;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  @Field(() => String, { description: 'Why.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => PersonDocument, { nullable: true, description: 'What shows it: a paper of the beneficiary or of the receiver.' })
  @ManyToOne(() => PersonDocument, { nullable: true, fieldName: 'document_id', type: 'uuid' })
  document!: Rel<PersonDocument> | null;

  @Field(() => PayeeDecisionState, { description: 'Where it stands.' })
  @Property({ type: 'text', default: PayeeDecisionState.PROPOSED })
  state!: PayeeDecisionState;

  @Field(() => String, { description: 'Who proposed it.' })
  @Property({ type: 'text', fieldName: 'proposed_by' })
  proposedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who decided; never who proposed it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was decided.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Who ended it before its time.' })
  @Property({ type: 'text', fieldName: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was ended.' })
  @Property({ type: 'text', fieldName: 'end_reason', nullable: true })
  endReason!: string | null;

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether payments go by it on the day of the request.',
    sql: (t) => sql`(${t['state']} = 'CONFIRMED' and ${t['validFrom']} <= ${today} and coalesce(${t['validTo']} > ${today}, true))`,
  })
  inForce!: boolean;
}
