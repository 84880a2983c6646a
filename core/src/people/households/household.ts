import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { RecordedRead } from '../../kernel/audit/recorded-read.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Membership } from './membership.js';
import { Residence } from './residence.js';
import { Person } from '../persons/person.js';
import { Place } from '../places/place.js';
import { byTheSubject } from '../scope.js';

/** Whether people keep house together or live in an institution. */
export enum HouseholdKind {
  PRIVATE = 'PRIVATE',
  INSTITUTION = 'INSTITUTION',
}
registerEnumType(HouseholdKind, {
  name: 'HouseholdKind',
  description: 'Whether people keep house together or live in an institution.',
  valuesConfig: {
    PRIVATE: { description: 'They keep house together, alone or as a family.' },
    INSTITUTION: { description: 'They live in an institution: a home for children or for the old, a convent, a camp.' },
  },
});

@Resource({
  description: 'People who live together and are assessed together.',
  table: 'people.household',
  prefix: 'household',
  read: 'people.households.read',
  privacy: { subject: { household: 'id' }, sensitivity: 'personal', purpose: 'registry' },
  one: 'household',
  many: 'households',
  keys: ['code'],
  scope: byTheSubject,
  onDay: {
    closedOn: { since: 'closedOn' },
    place: { ways: [[{ of: () => Residence, mine: 'household', gives: 'place' }]], orNow: true },
    head: { ways: [[{ of: () => Membership, mine: 'household', gives: 'person', where: { role: 'HEAD' } }]] },
  },
})
export class Household extends Versioned {
  @Field(() => String, { description: 'Its number in the registry, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => HouseholdKind, { description: 'Whether its members keep house together or live in an institution.' })
  @Property({ type: 'text', default: 'PRIVATE' })
  kind!: HouseholdKind;

  @Field(() => LocalDate, { nullable: true, description: 'First day on which somebody belongs to it; null where unknown.' })
  @Property({ type: 'date', fieldName: 'opened_on', nullable: true })
  openedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which nobody belongs to it any more; null while somebody does.' })
  @Property({ type: 'date', fieldName: 'closed_on', nullable: true })
  closedOn!: string | null;

  @Field(() => Place, { nullable: true, description: 'Where it lives; where it lived last, once it is closed.' })
  @ManyToOne(() => Place, { fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place>;

  @Field(() => Person, { nullable: true, description: 'Its head; null once it is closed.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'head_id', type: 'uuid' })
  head!: Rel<Person> | null;

  @Property({ type: 'jsonb', default: '{}' })
  attributes: Record<string, unknown> = {};

  @Connection(() => RecordedRead, { mappedBy: 'subjects', permission: 'kernel.reads.read', description: 'Who read data of the household, when and what for; what was read of its members stands with them.' })
  accessLog!: unknown;

  @Connection(() => Membership, { mappedBy: 'household', description: 'Its members, present and past.' })
  memberships!: unknown;

  @Connection(() => Residence, { mappedBy: 'household', description: 'Where it lived when.' })
  residences!: unknown;

  @Connection(() => Person, { mappedBy: 'household', description: 'Those who belong to it now.' })
  members!: unknown;
}
