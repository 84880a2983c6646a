import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Place } from './place.js';

/** What happened to a place that was replaced. */
export enum PlaceSuccessionKind {
  RENAMED = 'RENAMED',
  SPLIT = 'SPLIT',
  MERGED = 'MERGED',
  REDRAWN = 'REDRAWN',
}
registerEnumType(PlaceSuccessionKind, {
  name: 'PlaceSuccessionKind',
  description: 'What happened to a place that was replaced.',
  valuesConfig: {
    RENAMED: { description: 'One place became one other.' },
    SPLIT: { description: 'One place became several.' },
    MERGED: { description: 'Several places became one.' },
    REDRAWN: { description: 'Several places became several.' },
  },
});

@Resource({
  description: 'That a place became another on a day, wholly or in part.',
  table: 'people.place_succession',
  prefix: 'placesuccession',
  read: 'people.places.read',
  privacy: { sensitivity: 'public', purpose: 'registry' },
  many: 'placeSuccessions',
})
export class PlaceSuccession extends Versioned {
  @Field(() => Place, { description: 'The place that ended.' })
  @ManyToOne(() => Place, { fieldName: 'predecessor_id', type: 'uuid' })
  predecessor!: Rel<Place>;

  @Field(() => Place, { description: 'The place that took over, wholly or in part.' })
  @ManyToOne(() => Place, { fieldName: 'successor_id', type: 'uuid' })
  successor!: Rel<Place>;

  @Field(() => PlaceSuccessionKind, { description: 'What happened.' })
  @Property({ type: 'text' })
  kind!: PlaceSuccessionKind;

  @Field(() => LocalDate, { description: 'First day of the successor as such.' })
  @Property({ type: 'date', fieldName: 'replaced_on' })
  replacedOn!: string;
}
