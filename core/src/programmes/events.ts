import { defineEvent } from '../kernel/events/define-event.js';

/** A programme was created. */
export const programmeCreated = defineEvent<{ readonly id: string }>('programmes.programme-created', 'A programme was created');
/** Persons or households were enrolled. */
export const enrolmentsMade = defineEvent<{ readonly programme: string; readonly count: number; readonly job: string }>('programmes.enrolments-made', 'Those who are eligible were enrolled');
/** An enrolment went from one state to another. */
export const enrolmentMoved = defineEvent<{ readonly id: string; readonly from: string; readonly to: string }>('programmes.enrolment-moved', 'An enrolment was suspended, resumed or ended');
