import { conflict, invalidInput } from '@kinga/plugin-sdk';

export const partInUse = conflict('CONTRIBUTION_PART_IN_USE', 'Something was contributed in the scheme already, so its parts stay as they are.', 'Lay down a rule of another code, and a part for it.');
export const partTwice = invalidInput('CONTRIBUTION_PART_TWICE', 'Another part of the input has this code.', 'Give each part a code of its own.');
