import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const arrangementNotFound = notFound('PAYEE_ARRANGEMENT_NOT_FOUND', 'There is no such arrangement that you may see.', 'List them with the query `payeeArrangements`.');
export const receiverIsBeneficiary = invalidInput('RECEIVER_IS_BENEFICIARY', 'Nobody receives for themselves.', 'Leave it: without an arrangement the beneficiary receives.');
export const receiverDead = ruleViolation('RECEIVER_DEAD', 'The receiver has died.', 'Name somebody else.');
export const receiverMinor = ruleViolation('RECEIVER_MINOR', 'The receiver is younger than {age} years.', 'Name somebody who is of age.');
export const arrangementDays = invalidInput('PAYEE_ARRANGEMENT_DAYS', 'It would end before it begins.', 'Give a last day after the first.');
export const arrangementsOverlap = ruleViolation('PAYEE_ARRANGEMENTS_OVERLAP', 'Somebody receives for this person at that time already, of the same programme.', 'End that arrangement with `payeeArrangementEnd` first, or take other days.');
export const arrangementDecided = conflict('PAYEE_ARRANGEMENT_DECIDED', 'It is {state} already.', 'Propose another one.');
export const arrangementSecondPerson = ruleViolation('PAYEE_ARRANGEMENT_SECOND_PERSON', 'Who proposes that somebody receives for another does not decide on it.', 'Have another person decide.');
export const arrangementNotInForce = ruleViolation('PAYEE_ARRANGEMENT_NOT_IN_FORCE', 'It is not confirmed, or has ended.', 'Read it again.');
export const arrangementEndDay = invalidInput('PAYEE_ARRANGEMENT_END', 'It ends on a day from {from} on, and not later than was said.', 'Give such a day.');
export const evidenceNotFound = notFound('EVIDENCE_NOT_FOUND', 'Neither of the two has such a paper that you may see.', 'Add it first, with `personDocumentAdd`.');

export const orderNotFound = notFound('WITHHOLDING_ORDER_NOT_FOUND', 'There is no such order that you may see.', 'List them with the query `withholdingOrders`.');
export const orderThere = conflict('WITHHOLDING_ORDER_THERE', 'This order of the organisation is entered already.', 'Look it up with the query `withholdingOrders`; end it before it is entered anew.');
export const orderHowMuch = invalidInput('WITHHOLDING_ORDER_HOW_MUCH', 'An order says either how much of each payment goes, or which part of it.', 'Give one of `amount` and `share`.');
export const orderAmount = invalidInput('WITHHOLDING_ORDER_AMOUNT', 'It is no amount of {currency} that can be withheld.', 'Give more than nothing, with no more digits than its smallest unit has.');
export const orderShare = invalidInput('WITHHOLDING_ORDER_SHARE', 'A share is more than nothing, at most 1, and has at most six digits behind the point.', 'Give a share such as 0.25.');
export const capTooLarge = ruleViolation('WITHHOLDING_ORDER_CAP', 'At most {most} of a payment may go to others.', 'Give a smaller `capShare`.');
export const currencyOnce = invalidInput('WITHHOLDING_ORDER_CURRENCY', 'An order is of a programme, in its currency, or else of all payments in a currency.', 'Give one of `programmeId` and `currency`.');
export const orderDays = invalidInput('WITHHOLDING_ORDER_DAYS', 'It would end before it begins.', 'Give a last day that is not before the first.');
export const orderDecided = conflict('WITHHOLDING_ORDER_DECIDED', 'It is {state} already.', 'Propose another one.');
export const orderSecondPerson = ruleViolation('WITHHOLDING_ORDER_SECOND_PERSON', 'Who proposes an order does not decide on it.', 'Have another person decide.');
export const orderNotInForce = ruleViolation('WITHHOLDING_ORDER_NOT_IN_FORCE', 'It is not confirmed, or was ended.', 'Read it again.');
export const orderEndDay = invalidInput('WITHHOLDING_ORDER_END', 'It ends on a day from {from} on, and not later than was said.', 'Give such a day.');

export const nothingToPayOver = ruleViolation('DEDUCTION_PAYMENT_NOTHING', 'Nothing that was withheld for this organisation is due to it.', 'Read `deductionsOwed`: what is withheld is due once its payment has arrived, less what was paid over of payments that came back.');
export const deductionPaymentOpen = conflict('DEDUCTION_PAYMENT_OPEN', 'A payment to this organisation is proposed or approved already.', 'Pay or reject that one first; list them with the query `deductionPayments`.');
export const deductionPaymentNotFound = notFound('DEDUCTION_PAYMENT_NOT_FOUND', 'There is no such payment to an organisation that you may act on.', 'List them with the query `deductionPayments`. Who is limited to places or organisations acts on none.');
export const deductionPaymentState = ruleViolation('DEDUCTION_PAYMENT_STATE', 'The payment is {state}; this can only be done while it is {wanted}.', 'Read the payment again.');
export const deductionPaymentSecondPerson = ruleViolation('DEDUCTION_PAYMENT_SECOND_PERSON', 'Who proposes a payment to an organisation does not decide on it.', 'Have another person decide.');
export const deductionPaymentStale = ruleViolation('DEDUCTION_PAYMENT_STALE', 'A payment of which some of it was withheld came back meanwhile.', 'Reject it, and propose it anew.');
export const deductionPaymentFuture = invalidInput('DEDUCTION_PAYMENT_FUTURE', 'It would be paid after today.', 'Give today or a day before.');
