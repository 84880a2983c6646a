import { defineEvent } from '@kinga/plugin-sdk';

export const cycleOpened = defineEvent<{ readonly id: string }>('cash-transfers.cycle-opened', 'A cycle was opened');
export const cycleDetermined = defineEvent<{ readonly id: string }>('cash-transfers.cycle-determined', 'What everybody in a programme is owed for a cycle was determined');
export const cyclesJoined = defineEvent<{ readonly ids: readonly string[]; readonly dueOn: string; readonly reason: string }>('cash-transfers.cycles-joined', 'Several cycles of a programme are paid together');
export const conditionDefined = defineEvent<{ readonly id: string }>('cash-transfers.condition-defined', 'A condition of a programme was laid down or ended');
export const complianceRecorded = defineEvent<{ readonly condition: string; readonly month: string; readonly recorded: number }>('cash-transfers.compliance-recorded', 'It was recorded who met a condition in a month');
export const enrolmentsWarned = defineEvent<{ readonly enrolments: readonly string[]; readonly month: string }>('cash-transfers.enrolments-warned', 'Households or persons are to be warned, since conditions were missed');
export const consequencesDrawn = defineEvent<{ readonly programme: string; readonly month: string }>('cash-transfers.consequences-drawn', 'What follows from the conditions of a month was drawn');
export const shockProposed = defineEvent<{ readonly id: string }>('cash-transfers.shock-proposed', 'What is to be done about a shock was proposed, or given up');
export const shockDeclared = defineEvent<{ readonly id: string }>('cash-transfers.shock-declared', 'A shock was declared');
export const shockEnded = defineEvent<{ readonly id: string }>('cash-transfers.shock-ended', 'A shock is over, and whoever was enrolled for its time has left');
