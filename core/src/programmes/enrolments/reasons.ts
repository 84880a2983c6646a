import type { Context } from '../../kernel/context.js';
import { extensionPoint, type Contribution } from '../../kernel/module/extension-point.js';
import { EnrolmentMove } from './enrolment-state.js';

/** Why an enrolment goes from one state to another. */
export interface EnrolmentReason {
  /** In English; other languages are in the module's locales, under `enrolment.<code>`. */
  readonly text: string;
  /** The moves for which somebody may give it; none where only the platform gives it. */
  readonly moves: readonly EnrolmentMove[];
}

/** Reasons of moves, by code. A module or a country adds its own: `enrolmentReasons.contribute('LEFT_SCHOOL', { text: …, moves: [EnrolmentMove.EXIT] })`. */
export const enrolmentReasons = extensionPoint<EnrolmentReason>('programmes.enrolment-reasons', 'many', 'Why enrolments go from one state to another');

const reason = (code: string, text: string, ...moves: readonly EnrolmentMove[]): Contribution => enrolmentReasons.contribute(code, { text, moves });
const { REJECT, SUSPEND, RESUME, EXIT, APPEAL, DISMISS, UPHOLD } = EnrolmentMove;

export const ownReasons: readonly Contribution[] = [
  reason('APPLICATION', 'Somebody applied.'),
  reason('APPLIED_AGAIN', 'Somebody applied again.'),
  reason('ASSESSED', 'Judged by the rules.'),
  reason('DECIDED', 'Decided by whoever looks after the programme.'),
  reason('TARGETED', 'Found eligible among many, and given a place by priority.'),
  reason('NEXT_IN_LINE', 'Next on the waiting list.'),
  reason('PLACES_FULL', 'All places are taken.'),
  reason('BUDGET_SPENT', 'The budget does not suffice.'),
  reason('INCOMPLETE', 'What is needed to decide was not given in time.', REJECT),
  reason('NOT_ELIGIBLE', 'Not eligible.', REJECT),
  reason('FALSE_INFORMATION', 'What was said turned out not to be true.', REJECT, SUSPEND, EXIT),
  reason('UNDER_REVIEW', 'Something is being looked into.', SUSPEND),
  reason('NOT_REACHED', 'Nobody could be reached.', SUSPEND, EXIT),
  reason('CONDITION_MISSED', 'A condition of the programme was not met.', SUSPEND, EXIT),
  reason('RECERTIFICATION_OVERDUE', 'It was not looked at again by the day on which it had to be.', SUSPEND, EXIT),
  reason('MERGED', 'The person was found to be another, who is enrolled too.'),
  reason('HOUSEHOLD_CLOSED', 'Nobody belongs to the household any more.'),
  reason('HOUSEHOLD_OPEN_AGAIN', 'The household was found to have members after all.'),
  reason('ALIVE', 'The person was found to be alive after all.'),
  reason('MERGE_UNDONE', 'The two persons were found to be two after all.'),
  reason('REVIEWED', 'What was looked into is settled.', RESUME),
  reason('CONDITION_MET', 'The conditions of the programme are met again.', RESUME),
  reason('WITHDRAWN', 'Of their own accord.', EXIT),
  reason('DIED', 'Died.', EXIT),
  reason('MOVED_AWAY', 'Lives elsewhere.', EXIT),
  reason('GRADUATED', 'Reached what the programme is for.', EXIT),
  reason('NO_LONGER_ELIGIBLE', 'No longer eligible.', EXIT),
  reason('CONTESTED', 'The decision is contested.', APPEAL),
  reason('APPEAL_DISMISSED', 'The appeal was without success.', DISMISS),
  reason('APPEAL_UPHELD', 'The appeal had success.', UPHOLD),
];

/** Its text for the caller. */
export function reasonText({ platform, locale }: Context, code: string, { text }: EnrolmentReason): string {
  return platform.texts.of(locale, `enrolment.${code}`) ?? text;
}
