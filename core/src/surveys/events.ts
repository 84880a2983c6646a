import { defineEvent } from '../kernel/events/define-event.js';

/** Ids are UUIDs, as in the database. */
export const questionnaireCreated = defineEvent<{ readonly id: string }>('surveys.questionnaire-created', 'A questionnaire was created');
export const versionDrafted = defineEvent<{ readonly id: string; readonly questionnaire: string }>('surveys.version-drafted', 'Questions of a version of a questionnaire were drafted');
export const versionPublished = defineEvent<{ readonly id: string; readonly questionnaire: string }>('surveys.version-published', 'A version of a questionnaire was published');
/** Persons or households answered. */
export const responsesSubmitted = defineEvent<{ readonly ids: readonly string[] }>('surveys.responses-submitted', 'Answers were recorded');
/** `by` is the response that stands in its place. */
export const responseCorrected = defineEvent<{ readonly id: string; readonly by: string }>('surveys.response-corrected', 'A response was corrected by another');
export const responseWithdrawn = defineEvent<{ readonly id: string }>('surveys.response-withdrawn', 'A response was withdrawn');
