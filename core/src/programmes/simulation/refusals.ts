import { conflict, invalidInput, notFound, ruleViolation } from '../../kernel/write/refusal.js';

export const simulationNotFound = notFound('SIMULATION_NOT_FOUND', 'There is no such simulation that you may see.', 'List them with the query `simulationReports`.');
export const simulationRunning = conflict('SIMULATION_RUNNING', 'The simulation is not done yet.', 'Wait for its `job`.');
export const againstOther = invalidInput('SIMULATION_AGAINST_OTHER', 'The version to compare with is of another programme.', 'Give one of the same programme, or leave it out for the one in force.');
export const periodNeeded = invalidInput('SIMULATION_PERIOD_NEEDED', 'The rules ask for `period`, which is not said.', 'Give `periodFrom` and `periodTo`.');
export const periodWrong = invalidInput('SIMULATION_PERIOD_WRONG', 'A period has a first day and a last one that is not before it.', 'Give both `periodFrom` and `periodTo`.');
export const breakdownTwice = invalidInput('SIMULATION_BREAKDOWN_TWICE', 'Another breakdown is called {code}, or that stands for all.', 'Give each a name of its own.');
export const breakdownUnclear = invalidInput('SIMULATION_BREAKDOWN_UNCLEAR', 'A breakdown goes by a level of places or by an expression; bands go with an expression that gives a number.', 'Give either `placeLevel` or `expression`.');
export const levelUnknown = invalidInput('SIMULATION_LEVEL_UNKNOWN', 'No place is of this level.', 'There are: {known}.');
export const bandsUnordered = invalidInput('SIMULATION_BANDS_UNORDERED', 'Bands are said by their lower ends, each above the one before.', 'Order them, and say each once.');
export const bandsOfText = invalidInput('SIMULATION_BANDS_OF_TEXT', 'The expression gives {type}, and bands are of numbers.', 'Leave the bands out, or take an expression that gives a number.');
export const filterNotBoolean = invalidInput('SIMULATION_FILTER_NOT_BOOLEAN', 'A filter says yes or no, and this gives {type}.', 'Compare it with something.');
export const filterTakesPersons = ruleViolation('SIMULATION_FILTER_TAKES_PERSONS', 'A filter can single somebody out, so it is for who may see persons.', 'Leave it out, or have it run by somebody with people.persons.read.');
export const tooManyGroups = ruleViolation('SIMULATION_TOO_MANY_GROUPS', 'The breakdowns tell more than {most} groups apart.', 'Take bands, or expressions with fewer values.');
export const breakdownUnknown = notFound('SIMULATION_BREAKDOWN_UNKNOWN', 'The simulation has no breakdown {breakdown}.', 'It has: {known}.');
