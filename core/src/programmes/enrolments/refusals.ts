import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

/** No such enrolment that the caller may see. */
export const enrolmentNotFound = notFound('ENROLMENT_NOT_FOUND', 'There is no such enrolment that you may see.', 'Look it up with the query `enrolments`.');
export const enrolmentMove = ruleViolation('ENROLMENT_MOVE', 'An enrolment that is {from} cannot go through {move}.', 'From there it may go through: {moves}.');
export const enrolmentDay = invalidInput('ENROLMENT_DAY', 'It stands as it does since {since}, so nothing about it changes on {day}.', 'Give that day or a later one.');
export const enrolmentExists = conflict('ENROLMENT_EXISTS', 'The programme has an enrolment of them already, or an application that was not settled.', 'Look it up with the query `enrolments`.');
export const enrolmentReenters = ruleViolation('ENROLMENT_REENTERS', 'They were in this programme or applied to it before.', 'Use `enrolmentReenter` on the enrolment that there is.');
export const reasonUnknown = invalidInput('REASON_UNKNOWN', 'This is no reason for {move}; there are: {reasons}.', 'Look at the query `enrolmentReasons`.');
export const subjectOfTarget = invalidInput('SUBJECT_OF_TARGET', 'This programme enrols by {target}, and by nothing else.', 'Give `personId`, `householdId` or `organisationId` as the target of the programme says.');
export const enrolmentOfMerged = ruleViolation('ENROLMENT_OF_MERGED', 'It was suspended because the person was found to be another, who is enrolled too.', 'Take the merge back with `personUnmerge`, or exit this enrolment.');
export const assessTakes = ruleViolation('ASSESS_TAKES', 'Having an application judged takes programmes.enrolments.manage.', 'Leave `assess` out; somebody with it judges the application by `enrolmentAssess`.');
export const notInProgramme = ruleViolation('NOT_IN_PROGRAMME', 'The enrolment is {state}: only whoever is in the programme is judged again.', 'Leave it; the day follows when they are taken in.');
export const recertifyPast = invalidInput('RECERTIFY_PAST', '{day} has passed.', 'Give today or a later day; judge them at once by `enrolmentAssess`.');
export const appealSecondPerson = ruleViolation('APPEAL_SECOND_PERSON', 'An appeal is decided by somebody else than who decided what it contests.', 'Have another person decide.');
export const organisationUnseen = notFound('ORGANISATION_UNSEEN', 'There is no such organisation that you may see.', 'Look it up with the query `organisations`.');
export const placesFull = ruleViolation('PLACES_FULL', 'All places of the programme are taken.', 'They stay on the waiting list; `waitingListAdmit` takes the next ones in when places are free.');
export const budgetSpent = ruleViolation('BUDGET_SPENT', 'The budget of the programme does not suffice for them.', 'They stay on the waiting list; `waitingListAdmit` takes the next ones in when there is budget.');
export const programmeExclusive = ruleViolation('PROGRAMME_EXCLUSIVE', 'They are in {programme}, which excludes this programme.', 'End that enrolment first.');
export const programmeNeeded = ruleViolation('PROGRAMME_NEEDED', 'They are not in {programme}, which this programme complements.', 'Have them enrolled there first.');
export const relationNotFound = notFound('PROGRAMME_RELATION_NOT_FOUND', 'There is no such relation of programmes.', 'List them with the query `programmeRelations`.');
export const relationExists = conflict('PROGRAMME_RELATION_EXISTS', 'The two programmes have a relation already.', 'Remove it first.');
