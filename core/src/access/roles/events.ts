import { defineEvent } from '../../kernel/events/define-event.js';

/** A role as an event tells it. Ids are UUIDs, as in the database. */
export interface RoleEvent {
  readonly id: string;
  readonly name: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export const roleDefined = defineEvent<RoleEvent>('access.role-defined', 'A role was defined');
export const roleChanged = defineEvent<RoleEvent>('access.role-changed', 'What a role may was changed');
