import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Place } from './place.js';

/** Scheme of the codes that a place had before its present one. */
export const FORMER = 'former';

@Resource({
  description: 'A further code of a place: `places(where: { codes: { some: { scheme: { eq: "p-code" }, code: { eq: "…" } } } })` finds the place by it.',
  table: 'people.place_code',
  prefix: 'placecode',
  read: 'people.places.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  many: 'placeCodes',
})
export class PlaceCode extends Versioned {
  @Field(() => Place, { description: 'Whose code it is.' })
  @ManyToOne(() => Place, { fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place>;

  @Field(() => String, { description: 'Whose list it is from, such as `p-code` or `statistical`; `former` is what the place\'s own code was before.' })
  @Property({ type: 'text' })
  scheme!: string;

  @Field(() => String, { description: 'The code; within a scheme one place has it at a time.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => LocalDate, { description: 'First day; 0001-01-01 where it was always so.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
