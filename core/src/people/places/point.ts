import { Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { Decimal } from '../../kernel/schema/scalars.js';
import { Place } from './place.js';

@ObjectType({ description: 'A point on the map, in WGS 84.' })
export class PlacePoint {
  @Field(() => Decimal, { description: 'Degrees to the east.' })
  longitude!: string;

  @Field(() => Decimal, { description: 'Degrees to the north.' })
  latitude!: string;
}

@Resolver(() => Place)
export class PointOfPlace {
  @FieldResolver(() => PlacePoint, { nullable: true, description: 'A point of it on the map, where one was given.' })
  @Requires('people.places.read')
  @Needs('longitude', 'latitude')
  point(@Root() { longitude, latitude }: Place): PlacePoint | null {
    return longitude === null || latitude === null ? null : { longitude: String(longitude), latitude: String(latitude) };
  }
}
