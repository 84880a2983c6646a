import type { Scope } from '../../kernel/access/scope.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { sql, trusted } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { v7 as uuidv7 } from 'uuid';
import type { LockedRequest } from '../lock-request.js';
import type { Deciders } from '../policy.js';
import { approvalTakes, approvalTakesGroup, approvalTakesRole, decidedBefore, madeIt, ownRequest, requestLapsed, taskOfOthers } from '../refusals.js';
import { bySubject } from '../scope.js';
import { openLackingStep } from './open-steps.js';
import { TaskVerdict } from './task-decision.js';
import { columnsOfTask, isEscalated, isLapsed, voicesOn } from './who-may.js';

/** The step of a request that is open. */
export interface OpenStep extends Deciders {
  readonly id: string;
  readonly name: string;
  readonly approvals: number;
  readonly assignees: readonly string[];
  readonly late: Deciders;
  readonly escalated: boolean;
  readonly lapsed: boolean;
  /** Last day on which it is decided in time. */
  readonly due_on: string | null;
}

const step = columnsOfTask('t');

/** The step of a request that is open, of one that the transaction holds. */
export async function openStepOf(ctx: TxContext, request: LockedRequest): Promise<OpenStep> {
  const read = async (): Promise<OpenStep | undefined> => (await ask<OpenStep>(ctx, sql`
    select t.id, t.name, t.approvals, t.permissions, t.roles, t.groups, t.assignees, t.due_on::text,
      json_build_object('permissions', t.late_permissions, 'roles', t.late_roles, 'groups', t.late_groups) as late, ${isEscalated(step)} as escalated, ${isLapsed(step)} as lapsed
    from change_requests.task t where t.request_id = ${request.id}::uuid and t.state = 'OPEN'`)).rows[0];
  const found = await read();
  if (found) return found;
  await openLackingStep(ctx, { id: request.id, madeBy: request.made_by, personId: request.person_id, householdId: request.household_id, placeId: request.place_id }, request.approvals);
  return (await read()) as OpenStep;
}

/**
 * Whether the actor has the permissions and roles that deciding takes, on this request: all permissions by one grant, each role by one,
 * that reach it. Grants never add up.
 */
async function lacks(ctx: TxContext, { id }: LockedRequest, { permissions, roles }: Deciders): Promise<{ readonly permissions: readonly string[]; readonly roles: readonly string[] }> {
  const { actor } = ctx;
  const all = (actor.whole ?? actor).grants;
  if (!all) return { permissions: permissions.filter((each) => !actor.permissions.has(each)), roles: roles.filter((each) => !actor.roles.includes(each)) };
  const reaches = async (scope: Scope): Promise<boolean> => {
    const as = { ...ctx, actor: { ...actor, ...scope } };
    const { rowCount } = await ask(as, sql`select from change_requests.change_request r where r.id = ${id}::uuid
      and ${inScope(as, bySubject('madeBy'), { madeBy: sql`r.made_by`, person: sql`r.person_id`, household: sql`r.household_id`, place: sql`r.place_id` })}`);
    return (rowCount ?? 0) > 0;
  };
  const near: typeof all[number][] = [];
  for (const grant of all) if (await reaches(grant.scope)) near.push(grant);
  const together = near.some((grant) => permissions.every((each) => grant.permissions.has(each)));
  return {
    permissions: together ? [] : permissions.filter((each) => near.length === 0 || !near.every((grant) => grant.permissions.has(each))),
    roles: roles.filter((each) => !near.some(({ role }) => role === each)),
  };
}

/** The voice by which the actor decides on a step: their own before that of somebody who handed over to them. */
async function voiceOf(ctx: TxContext, request: LockedRequest, open: OpenStep): Promise<{ readonly voice: string; readonly delegation_id: string | null }> {
  if (request.made_by === ctx.actor.id) refuse(ownRequest('id'));
  const inTime = await lacks(ctx, request, open);
  const late = open.escalated ? await lacks(ctx, request, open.late) : undefined;
  const able = ({ permissions, roles }: Pick<Deciders, 'permissions' | 'roles'>): boolean => permissions.length + roles.length === 0;
  if (!able(inTime) && !(late && able(late))) {
    if (inTime.permissions.length > 0) refuse(approvalTakes('id', { permissions: inTime.permissions.join(', ') }));
    refuse(approvalTakesRole('id', { roles: inTime.roles.join(', ') }));
  }
  const { rows } = await ask<{ voice: string; delegation_id: string | null }>(ctx, sql`
    select v.voice, v.delegation_id from change_requests.task t, lateral ${voicesOn(step, { inTime: trusted(String(able(inTime))), late: trusted(String(late !== undefined && able(late))) })} v
    where t.id = ${open.id}::uuid order by v.delegation_id nulls first limit 1`);
  return rows[0] ?? whyNot(ctx, request, open);
}

async function whyNot(ctx: TxContext, request: LockedRequest, open: OpenStep): Promise<never> {
  const { rowCount: made } = await ctx.tx.query('select from change_requests.change_request r where r.id = $1 and $2 = any (r.makers)', [request.id, ctx.actor.id]);
  if (made) refuse(madeIt('id'));
  const { rowCount } = await ctx.tx.query('select from change_requests.task_decision d where d.request_id = $1 and (d.decided_by = $2 or d.on_behalf_of = $2)', [request.id, ctx.actor.id]);
  if (rowCount) refuse(decidedBefore('id'));
  if (open.assignees.length > 0) refuse(taskOfOthers('id', { names: open.assignees.join(', ') }));
  return refuse(approvalTakesGroup('id', { groups: open.groups.join(', ') }));
}

/** Writes down what the actor decides on the step of a request that is open. */
export async function decideOn(ctx: TxContext, request: LockedRequest, open: OpenStep, verdict: TaskVerdict, reason: string | null | undefined): Promise<void> {
  if (open.lapsed && verdict === TaskVerdict.APPROVE) refuse(requestLapsed('id', { day: request.lapses_on && request.lapses_on <= ctx.today ? request.lapses_on : open.due_on ?? ctx.today }));
  const { voice, delegation_id: delegation } = await voiceOf(ctx, request, open);
  await ctx.tx.query(
    'insert into change_requests.task_decision (id, request_id, task_id, verdict, decided_by, delegation_id, on_behalf_of, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [uuidv7(), request.id, open.id, verdict, ctx.actor.id, delegation, delegation === null ? null : voice, reason ?? null],
  );
}

/** Whether the step has all of its approvals by now; then it is done. */
export async function finishStep(ctx: TxContext, { id, approvals }: OpenStep): Promise<boolean> {
  const { rows } = await ctx.tx.query<{ approved: number }>("select count(*)::int as approved from change_requests.task_decision d where d.task_id = $1 and d.verdict = 'APPROVE'", [id]);
  if ((rows[0]?.approved ?? 0) < approvals) return false;
  await ctx.tx.query("update change_requests.task set state = 'DONE', closed_at = now(), closed_by = $2 where id = $1", [id, ctx.actor.id]);
  return true;
}
