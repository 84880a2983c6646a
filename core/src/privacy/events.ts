import { defineEvent } from '../kernel/events/define-event.js';

/** Ids are UUIDs. No event says what was held, contested or erased: who needs it reads it. */
export const personExportMade = defineEvent<{ readonly id: string; readonly person: string }>('privacy.person-export-made', 'Everything that is held of a person was put together');
export const correctionRecorded = defineEvent<{ readonly id: string; readonly person: string }>('privacy.correction-recorded', 'A person holds something to be wrong');
export const correctionAnswered = defineEvent<{ readonly id: string; readonly person: string; readonly granted: boolean }>('privacy.correction-answered', 'A correction request was answered');
export const retentionScheduleSet = defineEvent<{ readonly id: string }>('privacy.retention-schedule-set', 'How long something is kept was said');
export const holdPlaced = defineEvent<{ readonly id: string }>('privacy.legal-hold-placed', 'A legal hold was placed');
export const holdLifted = defineEvent<{ readonly id: string }>('privacy.legal-hold-lifted', 'A legal hold was lifted');
export const erasureProposed = defineEvent<{ readonly id: string; readonly due: number }>('privacy.erasure-proposed', 'An erasure was proposed');
export const erasureDecided = defineEvent<{ readonly id: string; readonly approved: boolean }>('privacy.erasure-decided', 'An erasure was approved or rejected');
/** `persons` are those that are erased now; whoever holds copies of theirs must erase them too. */
export const personsErased = defineEvent<{ readonly run: string; readonly persons: readonly string[] }>('privacy.persons-erased', 'What was held of persons was erased');

export const privacyEvents = [
  personExportMade, correctionRecorded, correctionAnswered, retentionScheduleSet, holdPlaced, holdLifted, erasureProposed, erasureDecided, personsErased,
];
