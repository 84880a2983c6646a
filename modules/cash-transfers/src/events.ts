import { defineEvent } from '@kinga/plugin-sdk';

export const cycleOpened = defineEvent<{ readonly id: string }>('cash-transfers.cycle-opened', 'A cycle was opened');
export const cycleDetermined = defineEvent<{ readonly id: string }>('cash-transfers.cycle-determined', 'What everybody in a programme is owed for a cycle was determined');
