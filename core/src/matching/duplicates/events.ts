import { defineEvent } from '../../kernel/events/define-event.js';

/** A search for duplicates ended; `candidates` counts what is proposed. */
export const duplicatesFound = defineEvent<{ readonly run: string; readonly candidates: number }>('matching.duplicates-found', 'A search for persons who may be the same has ended');
/** Somebody decided about a pair; `same` says whether they are one. */
export const duplicateDecided = defineEvent<{ readonly candidate: string; readonly first: string; readonly second: string; readonly same: boolean }>('matching.duplicate-decided', 'Somebody decided whether two persons are the same');
