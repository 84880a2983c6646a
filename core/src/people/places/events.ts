import { defineEvent } from '../../kernel/events/define-event.js';

/** Places were added. Ids are UUIDs, as in the database. */
export const placesRegistered = defineEvent<{ readonly ids: readonly string[] }>('people.places-registered', 'Places were added');
/** A place was changed; `fields` names what. */
export const placeUpdated = defineEvent<{ readonly id: string; readonly fields: readonly string[] }>('people.place-updated', 'A place was changed');
/** Places came under other parents in a hierarchy, or left it. */
export const placesMoved = defineEvent<{ readonly hierarchy: string; readonly ids: readonly string[] }>('people.places-moved', 'Places came under other parents in a hierarchy, or left it');
/** Places ended and others took over; households, persons and organisations that were there have been moved. */
export const placesReplaced = defineEvent<{
  readonly on: string;
  readonly replacements: readonly { readonly from: string; readonly to: readonly string[] }[];
}>('people.places-replaced', 'Places ended and others took over');
/** A hierarchy of places was added. */
export const placeHierarchyRegistered = defineEvent<{ readonly id: string }>('people.place-hierarchy-registered', 'A hierarchy of places was added');
