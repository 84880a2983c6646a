import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field } from 'type-graphql';
import { sql, today, trusted, type Sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField, type Columns } from '../../kernel/schema/resource.js';
import { Place } from '../places/place.js';
import { OrganisationContact } from './contact.js';
import { OrganisationIdentifier } from './identifier.js';
import { OrganisationPlace } from './organisation-place.js';
import { OrganisationPeriod } from './period.js';
import { OrganisationRole } from './role.js';
import { byItself } from './scope.js';

const isOpen = (periods: Sql, { id }: Columns): Sql => sql`exists (select 1 from ${periods} d where d.organisation_id = ${id} and d.valid_from <= ${today} and (d.valid_to is null or d.valid_to > ${today}))`;

@Resource({
  description: 'An organisation that schemes deal with: an employer, a health facility, a bank, a pay point, an agency; several of them at once if it is.',
  table: 'people.organisation',
  prefix: 'organisation',
  read: 'people.organisations.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  one: 'organisation',
  many: 'organisations',
  keys: ['code'],
  scope: byItself,
})
export class Organisation extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => Organisation, { nullable: true, description: 'The organisation that it is a part of.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'parent_id', type: 'uuid' })
  parent!: Rel<Organisation> | null;

  @Field(() => Place, { nullable: true, description: 'Where it has its seat. An organisation without one is seen by everybody who may see organisations.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Property({ type: 'jsonb', default: '{}' })
  attributes: Record<string, unknown> = {};

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether it is open on the day of the request.',
    sql: (t) => isOpen(trusted('people.organisation_period'), t),
    at: (t, rows) => isOpen(rows(() => OrganisationPeriod), t),
  })
  open!: boolean;

  @Connection(() => Organisation, { mappedBy: 'parent', description: 'The organisations that are parts of it.' })
  parts!: unknown;

  @Connection(() => OrganisationRole, { mappedBy: 'organisation', description: 'What it is, and was.' })
  roles!: unknown;

  @Connection(() => OrganisationIdentifier, { mappedBy: 'organisation', description: 'Numbers that others gave it.' })
  identifiers!: unknown;

  @Connection(() => OrganisationContact, { mappedBy: 'organisation', description: 'How it can be reached.' })
  contacts!: unknown;

  @Connection(() => OrganisationPlace, { mappedBy: 'organisation', description: 'Where it works beside its seat.' })
  worksIn!: unknown;

  @Connection(() => OrganisationPeriod, { mappedBy: 'organisation', description: 'When it was open.' })
  periods!: unknown;
}
