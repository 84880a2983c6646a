import { conflict, invalidInput, notFound, ruleViolation } from '@kinga/plugin-sdk';

export const contributionTwice = conflict('CONTRIBUTION_TWICE', 'The scheme has a contribution of this reference already.', 'Look it up with the query `contributions`, or give another reference.');
export const contributionNotFound = notFound('CONTRIBUTION_NOT_FOUND', 'There is no such contribution that you may see.', 'List the contributions with the query `contributions`.');
export const contributionUndone = ruleViolation('CONTRIBUTION_TAKEN_BACK', 'It is taken back already, or takes back another.', 'Read the contributions of the person again.');
export const contributionDeclared = ruleViolation('CONTRIBUTION_DECLARED', 'It comes from a declaration.', 'Correct or reverse the declaration.');
export const recordPerson = notFound('CONTRIBUTION_MEMBER_UNKNOWN', 'Nobody that you may see has this number in the scheme.', 'Give the number of a member, or register the person first.');
export const recordPart = invalidInput('CONTRIBUTION_PART_UNKNOWN', 'The scheme has no part of the code {code}.', 'Lay it down by `contributionPartsDefine`.');
export const recordAmount = invalidInput('CONTRIBUTION_AMOUNT', '{amount} is not an amount of {currency}: it is nothing or more, and has at most {digits} digits behind the point.', 'Give the amount as it was booked.');
export const recordMonth = invalidInput('CONTRIBUTION_MONTH', 'The month begins after today, or before the person was born.', 'Give a month that counts.');
export const recordReason = invalidInput('CONTRIBUTION_REASON', 'A credit says why it counts; what is taken over does not.', 'Give `reason` for credits alone.');
export const creditedEmployer = invalidInput('CREDIT_WITHOUT_EMPLOYER', 'Nobody pays for a credit, so it has neither an employer nor parts.', 'Leave them out.');
