import { invalidInput } from '@kinga/plugin-sdk';

export const arrearsMonths = invalidInput('ARREARS_MONTHS', 'A number of months belongs to arrears of the last MONTHS, and to nothing else.', 'Give `arrearsMonths` with MONTHS, and leave it out with ALL and NONE.');
export const proofDay = invalidInput('LIFE_PROOF_DAY', 'Nobody proves on {day} to be alive: it is before the pension began, or still to come.', 'Give a day between the first day of the pension and today.');
export const proofOfDead = invalidInput('LIFE_PROOF_OF_DEAD', 'The person died on {day}.', 'Where the record of the death is wrong, void it first.');
