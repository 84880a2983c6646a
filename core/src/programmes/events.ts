import { defineEvent } from '../kernel/events/define-event.js';

/** A programme was created. */
export const programmeCreated = defineEvent<{ readonly id: string }>('programmes.programme-created', 'A programme was created');
/** Persons or households were enrolled. */
export const enrolmentsMade = defineEvent<{ readonly programme: string; readonly count: number; readonly job: string }>('programmes.enrolments-made', 'Those who are eligible were enrolled');
/** An enrolment went from one state to another; from none where it began. */
export const enrolmentMoved = defineEvent<{ readonly id: string; readonly from: string | null; readonly to: string }>('programmes.enrolment-moved', 'An enrolment began, or went from one state to another');

/** What is said of a programme was changed. Ids are UUIDs, as in the database. */
export const programmeUpdated = defineEvent<{ readonly id: string }>('programmes.programme-updated', 'What is said of a programme was changed');
export const programmeVersionDrafted = defineEvent<{ readonly id: string; readonly programme: string }>('programmes.version-drafted', 'A version of a programme was drafted, or its draft changed');
export const programmeVersionSubmitted = defineEvent<{ readonly id: string; readonly programme: string }>('programmes.version-submitted', 'A version of a programme was submitted');
/** `from` is the first day on which it is in force, which may have passed. */
export const programmeVersionPublished = defineEvent<{ readonly id: string; readonly programme: string; readonly from: string }>('programmes.version-published', 'A version of a programme was published');
/** `state` is REJECTED or WITHDRAWN. */
export const programmeVersionEnded = defineEvent<{ readonly id: string; readonly programme: string; readonly state: string }>('programmes.version-ended', 'A version of a programme was rejected or withdrawn');
export const parameterDefined = defineEvent<{ readonly id: string }>('programmes.parameter-defined', 'A parameter of rules was defined');
export const parameterValueProposed = defineEvent<{ readonly id: string; readonly parameter: string }>('programmes.parameter-value-proposed', 'A value of a parameter was proposed');
export const parameterValueDecided = defineEvent<{ readonly id: string; readonly parameter: string; readonly published: boolean }>('programmes.parameter-value-decided', 'A value of a parameter was published or rejected');
export const ruleTableDefined = defineEvent<{ readonly id: string }>('programmes.rule-table-defined', 'A table of rules was defined');
export const tableVersionProposed = defineEvent<{ readonly id: string; readonly table: string }>('programmes.rule-table-version-proposed', 'A version of a table was proposed');
export const tableVersionDecided = defineEvent<{ readonly id: string; readonly table: string; readonly published: boolean }>('programmes.rule-table-version-decided', 'A version of a table was published or rejected');

/** A simulation has its figures. */
export const simulationDone = defineEvent<{ readonly id: string }>('programmes.simulation-done', 'A simulation of a version of a programme is done');
/** What is owed for a period was determined, or determined again and approved. */
export const entitlementsDetermined = defineEvent<{ readonly run: string }>('programmes.entitlements-determined', 'What is owed was determined, for the first time or again');
/** Somebody was entitled to too much. Ids are UUIDs. */
export const overpaymentsFound = defineEvent<{ readonly run: string; readonly overpayments: readonly string[] }>('programmes.overpayments-found', 'Somebody was entitled to too much, and owes it back');
/** Somebody set the day by which an enrolment must be judged again. */
export const recertificationSet = defineEvent<{ readonly id: string; readonly by: string | null }>('programmes.recertification-set', 'The day by which an enrolment must be judged again was set by hand');
/** Work on many began. */
export const targetingStarted = defineEvent<{ readonly id: string; readonly programme: string }>('programmes.targeting-started', 'Work that judges many by the rules of a programme began');
/** What two programmes are to each other changed; `kind` is null where they are nothing any more. */
export const programmesRelated = defineEvent<{ readonly programme: string; readonly other: string; readonly kind: string | null }>('programmes.programmes-related', 'What two programmes are to each other changed');
