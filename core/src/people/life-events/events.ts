import { defineEvent } from '../../kernel/events/define-event.js';

/** What is said of each: the record of it, and the day. Ids are UUIDs, as in the database. */
interface Recorded {
  readonly lifeEvent: string;
  readonly on: string;
}

/** A child was born; `household` is the one that it came into. */
export const birthRecorded = defineEvent<Recorded & { readonly person: string; readonly mother: string | null; readonly father: string | null; readonly household: string | null }>(
  'people.birth-recorded', 'A child was born');
/** A person died; `household` is the one that the person belonged to. */
export const deathRecorded = defineEvent<Recorded & { readonly person: string; readonly household: string | null }>('people.death-recorded', 'A person died');
/** Two persons became spouses. */
export const marriageRecorded = defineEvent<Recorded & { readonly persons: readonly [string, string] }>('people.marriage-recorded', 'Two persons became spouses');
/** Two spouses parted. */
export const divorceRecorded = defineEvent<Recorded & { readonly persons: readonly [string, string] }>('people.divorce-recorded', 'Two spouses parted');
/** Persons went to live in another place: one alone, or a household. */
export const moveRecorded = defineEvent<Recorded & { readonly persons: readonly string[]; readonly household: string | null; readonly place: string }>(
  'people.move-recorded', 'A person or a household went to live elsewhere');
/** What was recorded proved wrong and its facts were taken back; `lifeEvent` is the entry that was wrong. */
export const lifeEventVoided = defineEvent<Recorded & { readonly kind: string; readonly persons: readonly string[] }>('people.life-event-voided', 'The record of something in a life proved wrong');
