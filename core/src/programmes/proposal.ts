import { Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { DateTime, LocalDate } from '../kernel/schema/scalars.js';
import { ProposalState } from './value-type.js';

/** What holds from a day on, once a second person has published it. */
@ObjectType()
export abstract class Proposal extends Versioned {
  @Field(() => LocalDate, { description: 'First day on which it holds.' })
  @Property({ type: 'date', fieldName: 'effective_from' })
  effectiveFrom!: string;

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @Property({ type: 'text' })
  source!: string;

  @Field(() => ProposalState, { description: 'Whether it holds.' })
  @Property({ type: 'text' })
  state!: ProposalState;

  @Field(() => String, { description: 'Who proposed it.' })
  @Property({ type: 'text', fieldName: 'proposed_by' })
  proposedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who published or rejected it; null while it waits, and where the deployment asks for no second person.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was published or rejected.' })
  @Property({ type: 'timestamptz', fieldName: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was rejected.' })
  @Property({ type: 'text', fieldName: 'decided_because', nullable: true })
  decidedBecause!: string | null;
}
