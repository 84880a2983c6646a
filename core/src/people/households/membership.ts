import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Household } from './household.js';
import { Person } from '../persons/person.js';
import { byHousehold } from '../scope.js';

/** What a member is to the head of the household. */
export enum MemberRole {
  HEAD = 'HEAD',
  SPOUSE = 'SPOUSE',
  CHILD = 'CHILD',
  PARENT = 'PARENT',
  OTHER_RELATIVE = 'OTHER_RELATIVE',
  NOT_RELATED = 'NOT_RELATED',
}
registerEnumType(MemberRole, {
  name: 'MemberRole',
  description: 'What a member is to the head of the household.',
  valuesConfig: {
    HEAD: { description: 'The head.' },
    SPOUSE: { description: 'Spouse or partner of the head.' },
    CHILD: { description: 'Child of the head.' },
    PARENT: { description: 'Parent of the head.' },
    OTHER_RELATIVE: { description: 'Another relative.' },
    NOT_RELATED: { description: 'Lives there without being related.' },
  },
});

@Resource({
  description: 'That a person belongs to a household, from a day to a day.',
  table: 'people.membership',
  prefix: 'membership',
  read: 'people.households.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  many: 'memberships',
  scope: byHousehold('household'),
})
export class Membership extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Who belongs.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Household, { nullable: true, description: 'To which household.' })
  @ManyToOne(() => Household, { fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household>;

  @Field(() => MemberRole, { description: 'What the person is to the head.' })
  @Property({ type: 'text' })
  role!: MemberRole;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
