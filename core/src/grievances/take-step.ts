import { v7 as uuidv7 } from 'uuid';
import { publish } from '../kernel/events/publish.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { grievanceMoved } from './events.js';
import type { LockedGrievance } from './lock-grievance.js';
import { grievanceMove, ownGrievance } from './refusals.js';
import { GrievanceAction, type GrievanceState } from './states.js';

/** What a step says, and what it changes of the grievance: columns to values. */
export interface StepTaken {
  readonly level?: number;
  readonly assignedTo?: string | null;
  readonly outcome?: string;
  readonly note?: string | null;
  readonly columns?: Readonly<Record<string, unknown>>;
}

const DECISIONS: readonly GrievanceAction[] = [GrievanceAction.RESOLVE, GrievanceAction.REJECT];

/** Where an action leads from a state; refused where it leads nowhere. */
async function wayFrom(ctx: TxContext, { state }: LockedGrievance, action: GrievanceAction): Promise<GrievanceState> {
  const { rows } = await ctx.tx.query<{ action: GrievanceAction; to_state: GrievanceState }>('select action, to_state from grievances.transition where from_state = $1 order by action', [state]);
  const way = rows.find((row) => row.action === action);
  return way?.to_state ?? refuse(grievanceMove('id', { state, action, actions: rows.map((row) => row.action).join(', ') || 'nothing' }));
}

/** Whether an actor may decide on a grievance. */
export function checkDecider(ctx: TxContext, { deciders, against }: LockedGrievance): void {
  if (deciders.includes(ctx.actor.id) || against.includes(ctx.actor.id)) refuse(ownGrievance('id'));
}

/** Takes a step with a locked grievance: the only way in which its state changes. */
export async function takeStep(ctx: TxContext, grievance: LockedGrievance, action: GrievanceAction, { level = grievance.level, assignedTo = grievance.assignedTo, outcome, note, columns = {} }: StepTaken): Promise<GrievanceState> {
  const state = await wayFrom(ctx, grievance, action);
  if (DECISIONS.includes(action)) checkDecider(ctx, grievance);
  const number = grievance.steps + 1;
  await ctx.tx.query(
    `insert into grievances.step (id, grievance_id, number, action, from_state, to_state, level, taken_on, actor, assigned_to, outcome, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [uuidv7(), grievance.id, number, action, grievance.state, state, level, ctx.today, ctx.actor.id, assignedTo, outcome ?? null, note ?? null],
  );
  const changes = { state, steps: number, level, assigned_to: assignedTo, ...columns };
  const names = Object.keys(changes);
  await ctx.tx.query(`update grievances.grievance set ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')} where id = $1`, [grievance.id, ...Object.values(changes)]);
  await publish(ctx, grievanceMoved, { id: grievance.id, action, state, level });
  return state;
}
