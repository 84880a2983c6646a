import { conflict, invalidInput, notFound, ruleViolation } from '../kernel/write/refusal.js';

export const accountNotFound = notFound('ACCOUNT_NOT_FOUND', 'There is no such account.', 'List the accounts with the query `accounts`.');
export const accountCodeTaken = conflict('ACCOUNT_CODE_TAKEN', 'Another account has this code.', 'Take another code.');
export const accountPurposeTaken = conflict('ACCOUNT_PURPOSE_TAKEN', 'The programme has an account for this purpose in this currency.', 'Use that account.');
export const currencyUnknown = invalidInput('CURRENCY_UNKNOWN', '{currency} is not an ISO 4217 code that is known here.', 'Write three capital letters, such as GHS.');
export const transactionNotFound = notFound('TRANSACTION_NOT_FOUND', 'There is no such transaction that you may see.', 'Look it up with the query `ledgerTransactions`.');
export const referenceTaken = conflict('REFERENCE_TAKEN', 'A transaction with this reference is booked.', 'Look it up with the query `ledgerTransaction`; it is not booked twice.');
export const alreadyReversed = conflict('ALREADY_REVERSED', 'This transaction is reversed already.', 'Look at the transaction that reverses it.');
export const runTransaction = ruleViolation('RUN_TRANSACTION', 'This transaction belongs to a payment run and moves with its instructions.', "Cancel the run before it is sent, or take back the channel's answer.");
export const notBalanced = ruleViolation('NOT_BALANCED', 'The postings in {currency} sum to {sum}, not to zero.', 'Debits are positive, credits negative.');
export const tooManyDigits = invalidInput('TOO_MANY_DIGITS', '{amount} has more than {digits} digits behind the point, as many as {currency} has.', 'Round the amount.');
export const zeroPosting = invalidInput('ZERO_POSTING', 'A posting of zero moves nothing.', 'Leave it out.');

export const programmeNotFound = notFound('PROGRAMME_NOT_FOUND', 'There is no such programme.', 'List the programmes with the query `programmes`.');
export const channelUnknown = invalidInput('CHANNEL_UNKNOWN', 'No module of this deployment brings a payment channel called {channel}.', 'There are: {known}.');
export const nothingToPay = ruleViolation('NOTHING_TO_PAY', 'Nothing is due until {until} that is not paid or on its way already.', 'Determine entitlements first, or take a later day.');
export const amountTooFine = ruleViolation('AMOUNT_TOO_FINE', '{count} entitlements, such as one of {amount}, have more digits than {currency} can pay.', 'Round them where they are determined.');
export const runNotFound = notFound('RUN_NOT_FOUND', 'There is no such payment run that you may act on.', 'List the runs with the query `paymentRuns`. An actor of some places may act on runs that lie wholly in them.');
export const runState = ruleViolation('RUN_STATE', 'The run is {state}; this can only be done while it is {wanted}.', 'Read the run again.');
export const makerIsChecker = ruleViolation('MAKER_IS_CHECKER', 'Who creates a payment run cannot approve it.', 'Have another person approve it.');
export const contentChanged = conflict('CONTENT_CHANGED', 'The run does not hold what this hash was made from.', 'Read `contentHash` again, look at the run, and approve what you see.');
export const answerUnreadable = invalidInput('ANSWER_UNREADABLE', '{what}', "Give the channel's file as it came, whole. Nothing of it was booked.");
export const answerOnce = invalidInput('ANSWER_ONCE', 'An answer is given as `answer` or as `fileId`: one of the two.', 'Give the text, or the file.');
export const overpaymentNotFound = notFound('OVERPAYMENT_NOT_FOUND', 'There is no such overpayment that you may see.', 'Look it up with the query `overpayments`.');
export const amountWrong = invalidInput('RECOVERY_AMOUNT', 'It is no amount of {currency} that can be paid.', 'Give more than nothing, with no more digits than its smallest unit has.');
export const tooMuchRecovered = ruleViolation('RECOVERY_TOO_MUCH', 'More would be recovered than is owed back.', 'Read `recoveries` of the overpayment, and give what is left at most.');
export const repaidInFuture = invalidInput('RECOVERY_IN_FUTURE', 'It would have come after today, {today}.', 'Give today or a day before.');
