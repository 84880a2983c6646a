import { defineEvent } from '../kernel/events/define-event.js';
import type { GrievanceAction, GrievanceState } from './states.js';

/** Ids are UUIDs. No event says who complains, of whom, of what or what was said: who may see it reads it. */
export interface GrievanceMoved {
  readonly id: string;
  readonly action: GrievanceAction;
  readonly state: GrievanceState;
  readonly level: number;
}

export const grievanceReceived = defineEvent<{ readonly id: string }>('grievances.received', 'A grievance was recorded');
export const grievanceMoved = defineEvent<GrievanceMoved>('grievances.moved', 'Something was done with a grievance');
export const grievanceEscalated = defineEvent<{ readonly id: string; readonly level: number }>('grievances.escalated', 'A grievance went to the next level, since a time limit passed');
export const grievanceDecided = defineEvent<{ readonly id: string; readonly outcome: string }>('grievances.decided', 'A grievance was decided');
export const grievanceAnswered = defineEvent<{ readonly id: string }>('grievances.answered', 'Whoever complained was answered');

export const grievanceEvents = [grievanceReceived, grievanceMoved, grievanceEscalated, grievanceDecided, grievanceAnswered];
