import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLString } from 'graphql';
import { Field } from 'type-graphql';
import { sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField } from '../../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { Place } from './place.js';

@Resource({
  description: 'The outline of a place on the map, from a day to a day.',
  table: 'people.place_boundary',
  prefix: 'placeboundary',
  read: 'people.places.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  many: 'placeBoundaries',
})
export class PlaceBoundary extends Versioned {
  @Field(() => Place, { description: 'Whose outline it is.' })
  @ManyToOne(() => Place, { fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place>;

  @Property({ type: 'jsonb', fieldName: 'geometry' })
  outline!: unknown;

  @SqlField(() => GraphQLString, { description: 'The outline as the text of a GeoJSON geometry: a Polygon or MultiPolygon in WGS 84.', sql: (t) => sql`${t['outline']}::text` })
  geometry!: string;

  @Field(() => String, { nullable: true, description: 'Who drew it, or where it was taken from.' })
  @Property({ type: 'text', nullable: true })
  source!: string | null;

  @Field(() => Decimal, { description: 'Western edge of the box around it, in degrees of longitude.' })
  @Property({ type: 'numeric' })
  west!: string;

  @Field(() => Decimal, { description: 'Southern edge of the box around it, in degrees of latitude.' })
  @Property({ type: 'numeric' })
  south!: string;

  @Field(() => Decimal, { description: 'Eastern edge of the box around it, in degrees of longitude.' })
  @Property({ type: 'numeric' })
  east!: string;

  @Field(() => Decimal, { description: 'Northern edge of the box around it, in degrees of latitude.' })
  @Property({ type: 'numeric' })
  north!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
