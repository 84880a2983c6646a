import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { placesMoved } from './events.js';
import { findPlaces } from './find-place.js';
import { holdHierarchy } from './hold-hierarchy.js';
import { numberPlaces } from './number-places.js';
import { Place } from './place.js';
import { childrenInHierarchy, linkLater, mainStays, notInHierarchy } from './refusals.js';

@InputType({ description: 'A place that leaves a hierarchy.' })
export class PlaceLeaveHierarchyInput extends IdempotentInput {
  @Field(() => String, { description: 'Code of the hierarchy; never the administrative one.' })
  hierarchyCode!: string;

  @Field(() => String, { description: 'Code of the place.' })
  code!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  on?: string | null;
}

@ObjectType({ description: 'Answer of `placeLeaveHierarchy`.' })
export class PlaceLeaveHierarchyPayload extends Payload {
  @Field(() => Place, { nullable: true, description: 'The place as it is now.' })
  place?: { readonly id: string };
}

@Resolver()
export class LeavePlaceHierarchy {
  @Mutation(() => PlaceLeaveHierarchyPayload, { description: 'Takes a place without places below it out of a hierarchy, from a day on. That it was there is kept.' })
  @Requires('people.places.manage')
  placeLeaveHierarchy(@Arg('input', () => PlaceLeaveHierarchyInput, { description: 'Which place, and what it leaves.' }) input: PlaceLeaveHierarchyInput, @Ctx() ctx: Context): Promise<PlaceLeaveHierarchyPayload> {
    return write<PlaceLeaveHierarchyPayload, PlaceLeaveHierarchyInput>(ctx, { operation: 'placeLeaveHierarchy', input }, async (tx, { hierarchyCode, code, on }) => {
      const day = dayOf(tx, on);
      const hierarchy = await holdHierarchy(tx, hierarchyCode);
      if (hierarchy.main) refuse(mainStays('hierarchyCode'));
      const id = (await findPlaces(tx, [{ code, path: 'code' }])).get(code) ?? '';
      const { rows } = await tx.tx.query<{ from: string; children: boolean }>(
        `select l.valid_from::text as from, exists (
           select from people.place_link below where below.hierarchy_id = l.hierarchy_id and below.parent_id = l.place_id and below.valid_to is null) as children
         from people.place_link l where l.hierarchy_id = $1 and l.place_id = $2 and l.valid_to is null`, [hierarchy.id, id],
      );
      const link = rows[0] ?? refuse(notInHierarchy('code', { code, hierarchy: hierarchyCode }));
      if (link.children) refuse(childrenInHierarchy('code', { code }));
      if (link.from >= day) refuse(linkLater('on', { code, from: link.from, day }));
      await tx.tx.query('update people.place_link set valid_to = $3 where hierarchy_id = $1 and place_id = $2 and valid_to is null', [hierarchy.id, id, day]);
      await numberPlaces(tx, hierarchy, () => 'code');
      await publish(tx, placesMoved, { hierarchy: hierarchy.code, ids: [id] });
      return { place: { id } };
    });
  }
}
