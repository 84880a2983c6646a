import { defineEvent } from '../../kernel/events/define-event.js';

/** A separation as an event tells it. Ids are UUIDs, as in the database. */
export interface SeparationEvent {
  readonly id: string;
  readonly name: string;
}

export const separationAdded = defineEvent<SeparationEvent>('access.separation-added', 'Something is to be separate from now on');
export const separationRemoved = defineEvent<SeparationEvent>('access.separation-removed', 'Something need not be separate any more');
