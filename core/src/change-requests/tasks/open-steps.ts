import { v7 as uuidv7 } from 'uuid';
import { calendarByCode } from '../../calendars/working-days.js';
import { publish } from '../../kernel/events/publish.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { taskOpened } from '../events.js';
import { DECIDE, type Step } from '../policy.js';
import { calendarMissing } from '../refusals.js';
import { approvalSettings } from '../settings.js';
import type { Subject } from '../subject.js';

/** The kind of task that a step of a change request is. */
export const APPROVAL = 'change-requests.approval';

/** Whose steps they are. */
export interface RequestToStep extends Subject {
  /** UUID. */
  readonly id: string;
  readonly madeBy: string;
}

/** Writes down what must be approved one after the other; the first is open. */
export async function openSteps(ctx: TxContext, { id, madeBy, personId, householdId, placeId }: RequestToStep, steps: readonly Step[]): Promise<void> {
  const none = { permissions: [], roles: [], groups: [] };
  const rows = steps.map(({ name, approvals, permissions, roles, groups, days, lapses, late }, at) => ({
    id: uuidv7(), position: at + 1, name, approvals, permissions, roles, groups, days: days ?? null, lapses, escalates: late !== undefined,
    late_permissions: (late ?? none).permissions, late_roles: (late ?? none).roles, late_groups: (late ?? none).groups,
  }));
  await ctx.tx.query(
    `insert into change_requests.task (id, kind, request_id, position, name, state, person_id, household_id, place_id, asked_by, approvals, permissions, roles, groups, days, lapses, escalates, late_permissions, late_roles, late_groups)
     select s.id, $2, $3, s.position, s.name, 'WAITING', $4, $5, $6, $7, s.approvals, s.permissions, s.roles, s.groups, s.days, s.lapses, s.escalates, s.late_permissions, s.late_roles, s.late_groups
     from jsonb_to_recordset($1) as s (id uuid, position integer, name text, approvals integer, permissions text[], roles text[], groups text[], days integer, lapses boolean, escalates boolean,
       late_permissions text[], late_roles text[], late_groups text[])`,
    [JSON.stringify(rows), APPROVAL, id, personId, householdId, placeId, madeBy],
  );
  await openNext(ctx, id);
}

/** Requests that were made before there were steps have one, which takes what they said. */
export async function openLackingStep(ctx: TxContext, request: RequestToStep, approvals: readonly string[]): Promise<void> {
  await openSteps(ctx, request, [{ name: 'approval', approvals: 1, permissions: [...new Set([DECIDE, ...approvals])], roles: [], groups: [], days: undefined, lapses: false, late: undefined }]);
}

/** Opens the step that comes next, from today on. @returns whether there is one */
export async function openNext(ctx: TxContext, requestId: string): Promise<boolean> {
  const { calendar } = approvalSettings(ctx.platform);
  const calendarId = calendar === undefined ? null : (await calendarByCode(ctx, calendar)) ?? refuse(calendarMissing('', { calendar }));
  const { rows } = await ctx.tx.query<{ id: string }>(
    `update change_requests.task t set state = 'OPEN', opened_on = $2, due_on = case when t.days is not null then calendars.add_working_days($3, $2, t.days) end
     where t.id = (select n.id from change_requests.task n where n.request_id = $1 and n.state = 'WAITING' order by n.position limit 1) returning t.id`,
    [requestId, ctx.today, calendarId],
  );
  for (const { id } of rows) await publish(ctx, taskOpened, { id, request: requestId });
  return rows.length > 0;
}
