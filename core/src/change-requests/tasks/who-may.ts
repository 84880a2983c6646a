import type { Actor } from '../../kernel/access/actor.js';
import { fromContext, sql, today, trusted, type Sql } from '../../kernel/read/sql.js';
import type { Columns } from '../../kernel/schema/resource.js';

const me = fromContext((ctx) => ctx.actor.id, 'text');
/** By whichever grants: what deciding takes of one of them is settled when they decide. */
const permissionsOf = ({ grants, permissions }: Actor): readonly string[] => [...(grants ? new Set(grants.flatMap((grant) => [...grant.permissions])) : permissions)];
const myPermissions = fromContext((ctx) => permissionsOf(ctx.actor), 'text[]');
const myRoles = fromContext((ctx) => ctx.actor.roles, 'text[]');

const holdsToday = (row: Sql): Sql => sql`${row}.valid_from <= ${today} and (${row}.valid_to is null or ${row}.valid_to > ${today})`;

/** Groups in which somebody is today, as an array. */
const groupsOf = (somebody: Sql, limit: Sql): Sql => sql`array(
  select their.group_code from change_requests.group_member their where their.member = ${somebody} and ${holdsToday(sql`their`)} and ${limit})`;

/** In whose place the actor may decide today: their own, and that of each who handed over to them; with that one's groups. What was handed over is not handed on. */
const voices: Sql = sql`(
  select ${me} as voice, null::uuid as delegation_id, ${groupsOf(me, trusted('true'))} as groups
  union all
  select handed.from_subject, handed.id, ${groupsOf(sql`handed.from_subject`, sql`(handed.groups is null or their.group_code = any(handed.groups))`)}
  from change_requests.delegation handed where handed.to_subject = ${me} and ${holdsToday(sql`handed`)})`;

/** The columns of a row of tasks that tell who may do it, and who sees it. */
export function columnsOfTask(row: string): Readonly<Record<string, Sql>> {
  return Object.fromEntries(Object.entries({
    id: 'id', request: 'request_id', state: 'state', askedBy: 'asked_by', permissions: 'permissions', roles: 'roles', groups: 'groups', assignees: 'assignees', lapses: 'lapses', escalates: 'escalates',
    dueOn: 'due_on', latePermissions: 'late_permissions', lateRoles: 'late_roles', lateGroups: 'late_groups', person: 'person_id', household: 'household_id', place: 'place_id',
  }).map(([property, column]) => [property, trusted(`${row}.${column}`)]));
}

/** Whether a task's day has passed, so that others may do it too. */
export function isEscalated(t: Columns): Sql {
  return sql`(${t['state']} = 'OPEN' and ${t['escalates']} and coalesce(${t['dueOn']} < ${today}, false))`;
}

/** Whether it was left for so long that nobody can do it any more. */
export function isLapsed(t: Columns): Sql {
  return sql`(${t['state']} = 'OPEN' and (coalesce(${t['lapses']} and ${t['dueOn']} < ${today}, false)
    or exists (select from change_requests.change_request late where late.id = ${t['request']} and late.lapses_on <= ${today})))`;
}

/** Whether the actor has what a task takes beside its groups, as it is and since it is late. */
export interface Able {
  readonly inTime: Sql;
  readonly late: Sql;
}

/**
 * The voices by which the actor may decide on a task: rows of `voice` and `delegation_id`. None for who asked or made what it is about, and none that was
 * heard before, as whoever decided or as whom somebody stood in for: on the step, or on the whole request unless it lets people repeat.
 */
export function voicesOn(t: Columns, { inTime, late }: Able): Sql {
  const heard = sql`exists (
    select from change_requests.task_decision heard join change_requests.change_request its on its.id = heard.request_id
    where heard.request_id = ${t['request']} and (heard.task_id = ${t['id']} or not its.repeats)
      and (heard.decided_by in (mine.voice, ${me}) or heard.on_behalf_of in (mine.voice, ${me})))`;
  const made = sql`exists (select from change_requests.change_request made where made.id = ${t['request']} and made.makers && array[${me}, mine.voice])`;
  return sql`(select mine.voice, mine.delegation_id from ${voices} mine
    where ${t['askedBy']} not in (${me}, mine.voice) and not ${heard} and not ${made}
      and (${inTime} and ${t['groups']} <@ mine.groups and (cardinality(${t['assignees']}) = 0 or mine.voice = any(${t['assignees']}))
        or ${late} and ${isEscalated(t)} and ${t['lateGroups']} <@ mine.groups))`;
}

export function isMine(t: Columns): Sql {
  const able = { inTime: sql`${t['permissions']} <@ ${myPermissions} and ${t['roles']} <@ ${myRoles}`, late: sql`${t['latePermissions']} <@ ${myPermissions} and ${t['lateRoles']} <@ ${myRoles}` };
  return sql`(${t['state']} = 'OPEN' and not ${isLapsed(t)} and exists ${voicesOn(t, able)})`;
}
