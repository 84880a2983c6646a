import { inScope } from '../kernel/read/in-scope.js';
import { sql, trusted } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { grievanceNotFound } from './refusals.js';
import { bySecrecy, columnsOfGrievance, grievanceScope } from './scope.js';
import type { GrievanceConfidentiality, GrievanceState } from './states.js';

/** A grievance as it is locked for a step. */
export interface LockedGrievance {
  readonly id: string;
  readonly state: GrievanceState;
  readonly steps: number;
  readonly level: number;
  readonly category: string;
  readonly confidentiality: GrievanceConfidentiality;
  readonly against: readonly string[];
  readonly deciders: readonly string[];
  readonly assignedTo: string | null;
  readonly calendar: string | null;
  readonly receivedOn: string;
  readonly acknowledgeBy: string;
  readonly resolveBy: string;
  readonly acknowledgedOn: string | null;
  readonly decidedOn: string | null;
  readonly decision: string | null;
  readonly enrolment: string | null;
  readonly entitlement: string | null;
  readonly instruction: string | null;
}

const COLUMNS = trusted(`g.id, g.state, g.steps, g.level, g.category, g.confidentiality, g.against, g.deciders, g.assigned_to as "assignedTo", g.calendar_id as calendar,
  g.received_on::text as "receivedOn", g.acknowledge_by::text as "acknowledgeBy", g.resolve_by::text as "resolveBy", g.acknowledged_on::text as "acknowledgedOn",
  g.decided_on::text as "decidedOn", g.decision_id as decision, coalesce(g.enrolment_id, (select d.enrolment_id from programmes.decision d where d.id = g.decision_id)) as enrolment, g.entitlement_id as entitlement, g.instruction_id as instruction`);

/** Locks a grievance that the actor may see. */
export async function lockGrievance(ctx: TxContext, id: string): Promise<LockedGrievance> {
  const columns = columnsOfGrievance('g');
  const { rows: [found] } = await ask<LockedGrievance>(ctx, sql`
    select ${COLUMNS} from grievances.grievance g
    where g.id = ${id}::uuid and ${inScope(ctx, grievanceScope, columns)} and ${bySecrecy(columns)} for no key update`);
  return found ?? refuse(grievanceNotFound('id'));
}
