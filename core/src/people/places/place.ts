import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLString } from 'graphql';
import { Field, Int } from 'type-graphql';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField, type Columns } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Household } from '../households/household.js';
import { OrganisationPlace } from '../organisations/organisation-place.js';
import { Organisation } from '../organisations/organisation.js';
import { PlaceBoundary } from './boundary.js';
import { PlaceCode } from './code.js';
import { ADMINISTRATIVE } from './hierarchy.js';
import { PlaceLink } from './link.js';
import { PlaceSuccession } from './succession.js';

const pathAmong = (places: Sql, { id }: Columns): Sql => sql`(with recursive up as (
  select p.parent_id, p.name, 0 as steps from ${places} p where p.id = ${id}
  union all select p.parent_id, p.name, up.steps + 1 from ${places} p join up on p.id = up.parent_id where up.steps < 100)
  select string_agg(up.name, ' / ' order by up.steps desc) from up)`;

@Resource({
  description: 'A place: a country, region, district, village, of any depth. It may lie in other places in several hierarchies; the administrative one is the main one.',
  table: 'people.place',
  prefix: 'place',
  read: 'people.places.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  one: 'place',
  many: 'places',
  keys: ['code'],
  onDay: {
    parent: { ways: [[{ of: () => PlaceLink, mine: 'place', gives: 'parent', where: { hierarchy: ADMINISTRATIVE } }]] },
  },
})
export class Place extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment, such as a P-code.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'What kind of place it is, in the words of the country: region, district …' })
  @Property({ type: 'text' })
  level!: string;

  @Field(() => Int, { description: 'How deep it is in the administrative tree; 0 is a root. A place that one other took over counts as within that one.' })
  @Property({ type: 'integer' })
  depth!: number;

  @Field(() => Place, { nullable: true, description: 'The place that it is in, in the administrative tree.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'parent_id', type: 'uuid' })
  parent!: Rel<Place> | null;

  /** Since when it is below its parent; null: as long as it is a place. */
  @Property({ type: 'date', fieldName: 'parent_since', nullable: true })
  parentSince!: string | null;

  @Field(() => LocalDate, { description: 'First day; 0001-01-01 where it was always there.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it is no longer there, since others replaced it; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  /** Number in preorder: its subtree is the interval from here to `lastNumber`. */
  @Property({ type: 'integer' })
  number!: number;

  @Property({ type: 'integer', fieldName: 'last_number' })
  lastNumber!: number;

  @Property({ type: 'numeric', nullable: true })
  longitude!: string | null;

  @Property({ type: 'numeric', nullable: true })
  latitude!: string | null;

  @SqlField(() => GraphQLString, {
    description: 'Names from the root of the administrative tree down to it, with slashes between: `Country / Region / District`.',
    sql: (t) => pathAmong(trusted('people.place'), t),
    at: (t, rows) => pathAmong(rows(() => Place), t),
  })
  path!: string;

  @Connection(() => Place, { mappedBy: 'parent', description: 'The places right below it in the administrative tree, also those that have ended.' })
  children!: unknown;

  @Connection(() => PlaceLink, { mappedBy: 'place', description: 'What it lay in, in every hierarchy, past and present.' })
  links!: unknown;

  @Connection(() => PlaceLink, { mappedBy: 'parent', description: 'What lay in it, in every hierarchy, past and present.' })
  childLinks!: unknown;

  @Connection(() => PlaceCode, { mappedBy: 'place', description: 'Its further codes.' })
  codes!: unknown;

  @Connection(() => PlaceBoundary, { mappedBy: 'place', description: 'Its outlines on the map.' })
  boundaries!: unknown;

  @Connection(() => PlaceSuccession, { mappedBy: 'predecessor', description: 'What became of it.' })
  successors!: unknown;

  @Connection(() => PlaceSuccession, { mappedBy: 'successor', description: 'What it was made from.' })
  predecessors!: unknown;

  @Connection(() => Household, { mappedBy: 'place', description: 'The households that live right here, not further down.' })
  households!: unknown;

  @Connection(() => Organisation, { mappedBy: 'place', description: 'The organisations that have their seat right here, not further down.' })
  organisations!: unknown;

  @Connection(() => OrganisationPlace, { mappedBy: 'place', description: 'The organisations that work right here beside their seat.' })
  organisationsAtWork!: unknown;
}
