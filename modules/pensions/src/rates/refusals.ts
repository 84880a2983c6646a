import { conflict, invalidInput, ruleViolation } from '@kinga/plugin-sdk';

export const partInUse = conflict('CONTRIBUTION_PART_IN_USE', 'Something was contributed in the scheme already, so its parts stay as they are.', 'Lay down a rule of another code, and a part for it.');
export const partTwice = invalidInput('CONTRIBUTION_PART_TWICE', 'Another part of the input has this code.', 'Give each part a code of its own.');
export const noRates = ruleViolation('NO_CONTRIBUTION_RATES', 'The scheme has no rules of the kind CONTRIBUTION that are in force on {month}.', 'Publish a version with them that is in force then.');
export const earningsRules = ruleViolation('CONTRIBUTION_EARNINGS_TWICE', 'Several rules say what of earnings counts: {codes}.', 'Leave one of the kind CONTRIBUTION_EARNINGS, and make steps of the others.');
export const partMissing = ruleViolation('CONTRIBUTION_PART_MISSING', 'Nobody has said which branch and tier these rules are for and who pays: {codes}.', 'Say it by `contributionPartsDefine`.');
export const noCollection = ruleViolation('NO_COLLECTION', 'Nobody has said how the scheme collects.', 'Say it by `contributionCollectionSet`.');
