import { conflict, invalidInput, notFound, ruleViolation } from '../../../kernel/write/refusal.js';

export const cashDeskNotFound = notFound('CASH_DESK_NOT_FOUND', 'There is no such cash desk at which you may work.', 'List them with the query `cashDesks`.');
export const cashDeskCodeTaken = conflict('CASH_DESK_CODE_TAKEN', 'Another cash desk has this code.', 'Take another code.');
export const cashSessionNotFound = notFound('CASH_SESSION_NOT_FOUND', 'There is no such drawer that you may use.', 'Open one with `cashSessionOpen`; who pays holds the drawer.');
export const cashSessionThere = conflict('CASH_SESSION_THERE', 'You have an open drawer of this programme at this desk.', 'Pay out of that one, or close it first.');
export const cashSessionState = ruleViolation('CASH_SESSION_STATE', 'The drawer is {state}; this can only be done while it is {wanted}.', 'Read the drawer again.');
export const cashOtherMoney = ruleViolation('CASH_OTHER_MONEY', 'The payment is of another programme, funder or currency than the drawer.', 'Open a drawer of its programme and funder: money of two is never in one drawer.');
export const cashPaymentNotFound = notFound('CASH_PAYMENT_NOT_FOUND', 'There is no payment of this reference that is fetched in cash and that you may see.', 'Read the reference again, digit by digit.');
export const cashPaidAlready = conflict('CASH_PAID_ALREADY', 'This payment was fetched already.', 'Look at its receipt. Nothing is paid twice.');
export const cashNotPayable = ruleViolation('CASH_NOT_PAYABLE', 'This payment is {state}.', 'Only what was handed to the desks and has not come back is paid.');
export const cashTooLate = ruleViolation('CASH_TOO_LATE', 'This payment could be fetched until {until}.', 'It comes back as unclaimed, and the next payment run may pay it.');
export const cashNotCovered = ruleViolation('CASH_NOT_COVERED', 'There is not enough in the drawer.', 'Have the drawer counted, and open one with more.');
export const cashAmountWrong = invalidInput('CASH_AMOUNT', 'It is no amount of {currency} that can be counted.', 'Give nothing or more, with no more digits than its smallest unit has.');
export const cashCountOff = invalidInput('CASH_COUNT_OFF', 'The notes and coins sum to {sum}, not to {counted}.', 'Count again.');
export const cashDifferenceReason = invalidInput('CASH_DIFFERENCE_REASON', 'What was counted differs by {difference} from what has to be there.', 'Count again; where it stays so, say why in `differenceReason`.');
export const cashSecondPerson = ruleViolation('CASH_SECOND_PERSON', 'Who holds a drawer or paid out of it neither confirms its difference nor takes a payment back.', 'Have another person do it.');
export const cashPayoutNotFound = notFound('CASH_PAYOUT_NOT_FOUND', 'There is no such payment over the counter that you may see.', 'Look it up with the query `cashPayouts`.');
export const cashTakenBackAlready = conflict('CASH_TAKEN_BACK_ALREADY', 'This payment was taken back already, or has come back otherwise.', 'Look at the payment. Nothing is taken back twice.');
