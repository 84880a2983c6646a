import { conflict, invalidInput, invalidText, notFound, ruleViolation } from '../kernel/write/refusal.js';

/** No such programme. */
export const programmeNotFound = notFound('PROGRAMME_NOT_FOUND', 'There is no such programme.', 'List the programmes with the query `programmes`.');
export const programmeCodeTaken = conflict('PROGRAMME_CODE_TAKEN', 'Another programme has this code.', 'Take another code.');
export const programmeOutside = ruleViolation('PROGRAMME_OUTSIDE', 'A new programme is none of those that you are limited to: {programmes}.', 'Have it created by somebody without that limit.');
export const schemeUnknown = invalidInput('SCHEME_UNKNOWN', 'No module of this deployment is called {scheme}.', 'There are: {known}.');
export const ruleInvalid = invalidText('RULE_INVALID', '{message} (line {line}, character {column} of the rule).', '{hint}');
export const whereOfTarget = invalidInput('WHERE_OF_TARGET', 'The programme is for {target}, and the filter is of something else.', 'Give `{name}` in it, and nothing else.');
export const whereForbidden = ruleViolation('WHERE_FORBIDDEN', 'The filter asks for what takes permissions that you do not have: {permissions}.', 'Leave it out of the filter, or have it done by somebody who has them.');
export const leadsToOfVersion = invalidInput('LEADS_TO_OF_VERSION', 'The version in force says that it leads to {says}.', 'Leave `leadsTo` out; draft another version where it should be otherwise.');
export const programmeNotRunning = ruleViolation('PROGRAMME_NOT_RUNNING', 'The programme does not run on {day}.', 'Look at its first and last day.');
export const benefitTypeUnknown = invalidInput('BENEFIT_TYPE_UNKNOWN', 'No module of this deployment gives this type of benefit.', '{hint}');
export const benefitOfOther = invalidInput('BENEFIT_OF_OTHER', 'This type of benefit is worked out by {scheme}.', 'Give the scheme module that works it out.');
export const functionUnknown = invalidInput('PROTECTION_FUNCTION_UNKNOWN', 'There is no such function.', '{hint}');
export const budgetInvalid = invalidInput('BUDGET_INVALID', 'A budget of {budget} cannot be.', 'Give an amount greater than 0 with at most {digits} digits behind the point, as many as {currency} has.');
export const calendarUnknown = notFound('PROGRAMME_CALENDAR_UNKNOWN', 'There is no such calendar.', 'Look it up with the query `calendars`.');
export const programmeDates = invalidInput('PROGRAMME_DATES', 'The last day {endsOn} is not after the first, {startsOn}.', 'Check both days.');
export const textTwice = invalidInput('TEXT_TWICE', 'There are two texts in {language}.', 'Give one for each language.');
export const sharedByAll = ruleViolation('SHARED_BY_ALL', 'This is shared by all programmes, and you are limited to {programmes}.', 'Have it done by somebody without that limit, or define it for one programme.');

export const versionNotFound = notFound('PROGRAMME_VERSION_NOT_FOUND', 'There is no such version of a programme.', 'List them with `programme { versions }`.');
export const versionMove = ruleViolation('PROGRAMME_VERSION_MOVE', 'Version {number} is {state}; it cannot become {to}.', 'A DRAFT is submitted or withdrawn, a version IN_REVIEW published, rejected or withdrawn; the others stay what they are. Draft another with `copyOfId`.');
export const versionDates = invalidInput('PROGRAMME_VERSION_DATES', 'The day {effectiveTo} is not after the first day, {effectiveFrom}.', 'Check both days.');
export const supersededUnknown = invalidInput('SUPERSEDED_UNKNOWN', 'This is no published version of the programme.', 'List them with `programme { versions }`.');
export const eligibilityNeeded = ruleViolation('ELIGIBILITY_NEEDED', 'The version has no rule of the kind ELIGIBILITY: nobody would know who may be enrolled.', 'Write one; where everybody may, `true` says so.');
export const outsideProgramme = ruleViolation('OUTSIDE_PROGRAMME', 'The programme does not run on {day}: it does from {from} to {to}.', 'Draft the version for a day on which it does.');
export const ownVersion = ruleViolation('OWN_VERSION', 'You wrote in this version, or submitted it.', 'Have a second person publish it.');
export const versionOverlaps = conflict('PROGRAMME_VERSION_OVERLAPS', 'Version {number} is in force from {from} to {to}: both would be on some days.', 'Draft it again with that version as `supersedesId`, or for other days.');
export const leavesGap = ruleViolation('PROGRAMME_VERSION_GAP', 'It would take the place of version {number}, and no version would be in force from {from} to {to}.', 'Leave `effectiveTo` out, and draft what follows as a further version.');

export const parameterSaysNothing = ruleViolation('PARAMETER_SAYS_NOTHING', 'The rule {rule} names the parameter {code}, which has no value on {day}, the first day of the version.', 'Add a value from that day or before with `parameterValueAdd`, and have it published before the version is; or draft the version for a later day.');
export const tableSaysNothing = ruleViolation('TABLE_SAYS_NOTHING', 'The rule {rule} looks up the table {code}, which has no version on {day}, the first day of the version.', 'Add one from that day or before with `ruleTableVersionAdd`, and have it published before the version is; or draft the version for a later day.');

export const parameterNotFound = notFound('PARAMETER_NOT_FOUND', 'There is no such parameter.', 'List them with the query `parameters`.');
export const parameterValueNotFound = notFound('PARAMETER_VALUE_NOT_FOUND', 'There is no such value of a parameter.', 'List them with `parameter { values }`.');
export const parameterCodeTaken = conflict('PARAMETER_CODE_TAKEN', 'There is a parameter of this code, of the programme or shared by all.', 'Add a value to that one, or take another code.');
export const moneyCurrency = invalidInput('MONEY_CURRENCY', 'Money is in one currency: that of the programme, {currency}; where there is no programme, the one that is said.', 'Leave `currency` out, or, where it is shared by all programmes, say it where there is money.');
export const valueWrongType = invalidInput('VALUE_WRONG_TYPE', 'This is no value of the type {type}.', '{hint}');
export const replacedUnknown = invalidInput('REPLACED_UNKNOWN', 'This is not what was published from {day}.', 'Only what holds from the same day can be replaced; for another day, add one without `replacesId`.');
export const proposalDecided = conflict('PROPOSAL_DECIDED', 'This is {state} already.', 'Propose another.');
export const ownProposal = ruleViolation('OWN_PROPOSAL', 'You proposed this.', 'Have a second person publish it.');
export const replacementNeeded = conflict('REPLACEMENT_NEEDED', 'Something was published from {day} already.', 'Propose it again with that as `replacesId`, or for another day.');

export const tableNotFound = notFound('RULE_TABLE_NOT_FOUND', 'There is no such table.', 'List them with the query `ruleTables`.');
export const tableVersionNotFound = notFound('RULE_TABLE_VERSION_NOT_FOUND', 'There is no such version of a table.', 'List them with `ruleTable { versions }`.');
export const tableCodeTaken = conflict('RULE_TABLE_CODE_TAKEN', 'There is a table of this code, of the programme or shared by all.', 'Add a version to that one, or take another code.');
export const tableKeyWrong = invalidInput('RULE_TABLE_KEY_WRONG', 'The key {name} cannot be: {what}.', 'Bands (FROM) stand last; whatever comes before is found by equality (EXACT).');
export const tableKeyCount = invalidInput('RULE_TABLE_KEY_COUNT', 'The row has {count} keys.', 'The table takes: {keys}.');
export const tableRowTwice = invalidInput('RULE_TABLE_ROW_TWICE', 'Another row has the same keys: {keys}.', 'Leave one of them out.');
export const tableToNotTaken = invalidInput('RULE_TABLE_TO_NOT_TAKEN', 'Only bands have an upper end, and the last key of this table is exact.', 'Leave `to` out.');
export const tableBandOpen = invalidInput('RULE_TABLE_BAND_OPEN', 'The last band ends at {to}: nothing is said of what is above.', 'Leave `to` out, or add a row from {to}.');
export const tableGap = invalidInput('RULE_TABLE_GAP', 'Nothing is said from {from} to {to} ({of}).', 'Add a row from {from}.');
export const tableOverlap = invalidInput('RULE_TABLE_OVERLAP', 'The band ends at {to}, and another begins at {from}.', 'Let each begin where the one before ends.');
export const tableCombinationMissing = invalidInput('RULE_TABLE_COMBINATION_MISSING', 'No row has {keys}.', 'Add it; where some are known to have none, define the table with `complete: false`.');
export const tableStepMissing = invalidInput('RULE_TABLE_STEP_MISSING', 'After {name} {after} comes {next}, in a table of steps of {step}.', 'Add the rows between.');
export const wholeProgrammeNeeded = ruleViolation('WHOLE_PROGRAMME_NEEDED', 'This is done for all of a programme, and you are limited to some places or organisations.', 'Leave it to somebody who acts for the whole programme.');
