import { conflict, invalidInput, notFound, ruleViolation } from '../kernel/write/refusal.js';

export const questionnaireNotFound = notFound('QUESTIONNAIRE_NOT_FOUND', 'There is no such questionnaire.', 'List them with the query `questionnaires`.');
export const versionNotFound = notFound('QUESTIONNAIRE_VERSION_NOT_FOUND', 'There is no such version of a questionnaire.', 'List them with `questionnaire { versions }`.');
export const questionnaireCodeTaken = conflict('QUESTIONNAIRE_CODE_TAKEN', 'Another questionnaire has this code.', 'Take another code, or draft a new version of that one.');
export const draftExists = conflict('QUESTIONNAIRE_DRAFT_EXISTS', 'Version {number} of the questionnaire is a draft.', 'Change it with `questionnaireDraftChange`, or publish it.');
export const versionPublishedAlready = conflict('QUESTIONNAIRE_VERSION_PUBLISHED', 'This version was published; a published version never changes.', 'Draft the next version with `questionnaireVersionDraft`.');
export const versionNotPublished = ruleViolation('QUESTIONNAIRE_VERSION_NOT_PUBLISHED', 'This version is a draft; nobody answers it yet.', 'Publish it with `questionnaireVersionPublish`.');

export const questionCodeTwice = invalidInput('QUESTION_CODE_TWICE', 'Two questions have the code {code}.', 'Give each its own.');
export const choicesNeeded = invalidInput('CHOICES_NEEDED', 'A question of type {type} needs choices.', 'Give at least one, each with a code of its own.');
export const choicesNotTaken = invalidInput('CHOICES_NOT_TAKEN', 'A question of type {type} takes no choices.', 'Leave them out, or make it a CHOICE.');
export const choiceCodeTwice = invalidInput('CHOICE_CODE_TWICE', 'Two choices have the code {code}.', 'Give each its own.');
export const boundsNotTaken = invalidInput('BOUNDS_NOT_TAKEN', 'A question of type {type} takes no {bounds}.', 'min and max belong to numbers, texts (characters) and multiple choices (how many); earliest and latest to days.');
export const boundsCross = invalidInput('BOUNDS_CROSS', 'No answer is between {least} and {most}.', 'Exchange them.');
export const languageTwice = invalidInput('LANGUAGE_TWICE', 'There are two texts in {language}.', 'Give one for each language.');
export const shownIfUnknown = invalidInput('SHOWN_IF_UNKNOWN', 'No question before this one, of type BOOLEAN, CHOICE or MULTIPLE_CHOICE, has the code {code}.', '{hint}');
export const shownIfValueUnknown = invalidInput('SHOWN_IF_VALUE_UNKNOWN', 'This is no answer to {code}.', '{hint}');
export const questionTypeChanged = ruleViolation('QUESTION_TYPE_CHANGED', '{code} was a {before} in version {number} and would be a {after}; rules rely on its type.', 'Give the question another code.');

export const subjectWrong = invalidInput('SUBJECT_WRONG', 'The questionnaire asks a {target}.', 'Give just the id of one.');
export const answeredInFuture = invalidInput('ANSWERED_IN_FUTURE', '{day} is after today, {today}.', 'Check the day.');
export const questionUnknown = invalidInput('QUESTION_UNKNOWN', 'The version has no question {code}.', '{hint}');
export const answeredTwice = invalidInput('ANSWERED_TWICE', '{code} is answered twice.', 'Give one answer; a MULTIPLE_CHOICE takes several choices in one.');
export const answerWrongType = invalidInput('ANSWER_WRONG_TYPE', '{code} is answered by {field}, and by it alone.', 'Give just this field.');
export const answerNotWhole = invalidInput('ANSWER_NOT_WHOLE', '{code} asks for a whole number.', 'Leave the decimals out.');
export const answerOutOfRange = invalidInput('ANSWER_OUT_OF_RANGE', 'The answer to {code} must be {range}.', 'Check it.');
export const choiceUnknown = invalidInput('CHOICE_UNKNOWN', '{code} has no such choice.', '{hint}');
export const answerMissing = invalidInput('ANSWER_MISSING', '{code} must be answered.', 'Give an answer to it.');
export const answerNotShown = invalidInput('ANSWER_NOT_SHOWN', '{code} is not asked, by what was answered before.', 'Leave the answer out, or correct the one before.');
export const responseNotFound = notFound('RESPONSE_NOT_FOUND', 'There is no such response that you may see.', 'List them with the query `responses`.');
export const responseEnded = conflict('RESPONSE_ENDED', 'The response is {state} already.', 'Look at what stands in its place.');
