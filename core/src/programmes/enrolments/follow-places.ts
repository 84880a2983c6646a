import type { Context } from '../../kernel/context.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { placesReplaced } from '../../people/places/events.js';

/**
 * Whoever is enrolled in a place that ends is enrolled where they live now, so that those who see them see it. What was decided, owed
 * and paid in the old place says for ever that it was there.
 */
export const followPlaces = placesReplaced.inTransaction('programmes.follow-places', async (ctx: Context, { replacements }) => {
  const tx = ctx as TxContext;
  await beyondScope(tx, () => tx.tx.query(
    `update programmes.enrolment e set place_id = coalesce(p.place_id, h.place_id, o.place_id)
     from programmes.enrolment mine left join people.person p on p.id = mine.person_id left join people.household h on h.id = mine.household_id left join people.organisation o on o.id = mine.organisation_id
     where mine.id = e.id and mine.place_id = any($1) and coalesce(p.place_id, h.place_id, o.place_id) <> all($1)`, [replacements.map(({ from }) => from)],
  ));
});
