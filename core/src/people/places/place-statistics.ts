import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { noteRead } from '../../kernel/audit/read-log.js';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Sex } from '../persons/person.js';
import { MAIN_HIERARCHY } from './hierarchy.js';
import { Place } from './place.js';
import { countByPlace } from './statistics.js';

const AGES = [0, 5, 18, 60];
const MOST_BANDS = 20;
const OLDEST = 150;

@ObjectType({ description: 'How many persons of one sex and age band live in a place and below.' })
export class PlacePopulationGroup {
  @Field(() => Sex, { description: 'Their sex as recorded.' })
  sex!: Sex;

  @Field(() => Int, { nullable: true, description: 'Youngest age of the band, in completed years; null where birth dates are unknown.' })
  ageFrom!: number | null;

  @Field(() => Int, { nullable: true, description: 'Oldest age of the band, in completed years; null for the last band, and where birth dates are unknown.' })
  ageTo!: number | null;

  @Field(() => Int, { description: 'How many.' })
  persons!: number;
}

@ObjectType({ description: 'How many live in a place and below, today.' })
export class PlaceStatistics {
  @Field(() => Place, { nullable: true, description: 'The place.' })
  place!: { readonly id: string };

  @Field(() => Int, { description: 'Households that live there.' })
  households!: number;

  @Field(() => Int, { description: 'Living persons who live there, in households and without.' })
  persons!: number;

  @Field(() => [PlacePopulationGroup], { description: 'The same persons by sex and age band; groups of nobody are left out.' })
  groups!: PlacePopulationGroup[];
}

/** Bands that cover every age: the first begins at 0. */
function bandsFrom(ages: readonly number[]): readonly number[] {
  const bands = ages[0] === 0 ? ages : [0, ...ages];
  const rising = bands.every((age, index) => age <= OLDEST && age >= 0 && (index === 0 || age > (bands[index - 1] ?? 0)));
  if (!rising || bands.length > MOST_BANDS) throw badInput(`ageBands are at most ${MOST_BANDS} rising ages from 0 to ${OLDEST}, such as [${AGES.join(', ')}].`);
  return bands;
}

@Resolver()
export class GivePlaceStatistics {
  @Query(() => [PlaceStatistics], { description: 'How many households and persons live below a place, by the places of one depth or level. Whoever may see some places only is told of those that are theirs as a whole.' })
  @Requires('people.statistics.read')
  async placeStatistics(
    @Arg('placeCode', () => String, { nullable: true, description: 'Code of the place; the whole hierarchy where left out.' }) placeCode: string | null | undefined,
    @Arg('hierarchyCode', () => String, { defaultValue: MAIN_HIERARCHY, description: 'Code of the hierarchy whose districts are counted by.' }) hierarchyCode: string,
    @Arg('depth', () => Int, { defaultValue: 1, description: 'How far below the place the rows are: 1 for the places right below, 0 for the place itself.' }) depth: number,
    @Arg('level', () => String, { nullable: true, description: 'The kind of place that the rows are, such as `district`, instead of `depth`.' }) level: string | null | undefined,
    @Arg('ageBands', () => [Int], { defaultValue: AGES, description: 'Ages at which the bands begin, rising.' }) ageBands: number[],
    @Ctx() ctx: Context,
  ): Promise<readonly PlaceStatistics[]> {
    if (depth < 0) throw badInput('depth is 0 or more.');
    const ages = bandsFrom(ageBands);
    const counts = await countByPlace(ctx, { hierarchyCode, placeCode: placeCode ?? null, depth, level: level ?? null, ages });
    // A count of one tells of a person, whoever it is.
    await noteRead(ctx, { fields: ['PlaceStatistics.groups', 'PlaceStatistics.persons'], subjects: [] });
    return counts.map(({ place, households, persons, groups }) => ({
      place: { id: place }, households, persons,
      groups: groups.map(({ sex, band, persons: many }) => {
        const next = band === null ? undefined : ages[band + 1];
        return { sex, ageFrom: band === null ? null : ages[band] ?? null, ageTo: next === undefined ? null : next - 1, persons: many };
      }),
    }));
  }
}
