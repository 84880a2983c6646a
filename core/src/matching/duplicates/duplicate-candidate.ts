import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../../people/persons/person.js';
import type { Comparison } from './comparison.js';
import { byBothPersons } from './scope.js';

/** What was decided about two persons. */
export enum DuplicateState {
  OPEN = 'OPEN',
  CONFIRMED = 'CONFIRMED',
  DISMISSED = 'DISMISSED',
  SUPERSEDED = 'SUPERSEDED',
}
registerEnumType(DuplicateState, {
  name: 'DuplicateState',
  description: 'What was decided about two persons who may be the same.',
  valuesConfig: {
    OPEN: { description: 'Waits for somebody to decide.' },
    CONFIRMED: { description: 'They are one, and were merged.' },
    DISMISSED: { description: 'They are two. Not proposed again unless one of them changes in what was compared.' },
    SUPERSEDED: { description: 'Nothing to decide: one of them was merged with somebody else, or they are no longer likely to be the same.' },
  },
});

@Resource({
  description: 'Two persons who may be the same, and why it seems so.',
  table: 'matching.duplicate_candidate',
  prefix: 'duplicate',
  read: 'matching.duplicates.read',
  privacy: { subject: { person: 'first' }, sensitivity: 'personal', purpose: 'registry' },
  one: 'duplicateCandidate',
  many: 'duplicateCandidates',
  scope: byBothPersons('first', 'second'),
})
export class DuplicateCandidate extends Versioned {
  @Field(() => Person, { nullable: true, description: 'One of both: the one that was registered first.' })
  @ManyToOne(() => Person, { fieldName: 'first_id', type: 'uuid' })
  first!: Rel<Person>;

  @Field(() => Person, { nullable: true, description: 'The other one.' })
  @ManyToOne(() => Person, { fieldName: 'second_id', type: 'uuid' })
  second!: Rel<Person>;

  @Field(() => Decimal, { description: 'The sum of the weights of `comparisons`: each point makes it twice as likely that both are one; at 0 it is as likely as not.' })
  @Property({ type: 'numeric' })
  score!: string;

  @Field(() => Decimal, { description: 'How likely they are one, from 0 to 1.' })
  @Property({ type: 'numeric' })
  probability!: string;

  @Property({ type: 'jsonb' })
  compared!: readonly Comparison[];

  @Field(() => DuplicateState, { description: 'What was decided.' })
  @Property({ type: 'text' })
  state!: DuplicateState;

  @Property({ type: 'text' })
  known!: string;

  @Field(() => String, { nullable: true, description: 'Who decided.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was decided.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was decided so.' })
  @Property({ type: 'text', fieldName: 'decision_reason', nullable: true })
  decisionReason!: string | null;
}
