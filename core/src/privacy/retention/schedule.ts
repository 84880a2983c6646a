import { Property } from '@mikro-orm/decorators/legacy';
import { Field, Int } from 'type-graphql';
import { LegalBasis } from '../../people/persons/consents/consent.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';

@Resource({
  description: 'How long what is held of persons is kept for one reason. Whoever is kept for several is kept until the last has ended.',
  table: 'privacy.retention_schedule',
  prefix: 'retention',
  read: 'privacy.retention.read',
  privacy: { sensitivity: 'public', purpose: 'administration' },
  one: 'retentionSchedule',
  many: 'retentionSchedules',
  keys: ['code'],
})
export class RetentionSchedule extends Versioned {
  @Field(() => String, { description: 'Its code, in kebab case.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'What is kept, and why, for people.' })
  @Property({ type: 'text' })
  description!: string;

  @Field(() => String, { description: 'What it is kept for, one of `purposes`.' })
  @Property({ type: 'text' })
  purpose!: string;

  @Field(() => String, { description: 'From when the years count, one of `retentionClocks`.' })
  @Property({ type: 'text' })
  clock!: string;

  @Field(() => Int, { description: 'How many years.' })
  @Property({ type: 'integer' })
  years!: number;

  @Field(() => LegalBasis, { description: 'On what ground it is kept.' })
  @Property({ type: 'text', fieldName: 'legal_basis' })
  legalBasis!: LegalBasis;

  @Field(() => String, { description: 'The law that says so: act and section.' })
  @Property({ type: 'text' })
  source!: string;

  @Field(() => LocalDate, { nullable: true, description: 'From which day it no longer holds.' })
  @Property({ type: 'date', nullable: true, fieldName: 'ended_on' })
  endedOn!: string | null;
}
