import pkg from '../../package.json' with { type: 'json' };
import { backgroundWork } from '../kernel/jobs/background.js';
import { defineModule } from '../kernel/module/define-module.js';
import { writeGates } from '../kernel/write/gate.js';
import { HouseholdChangeRequests, PayloadChangeRequest, PersonChangeRequests } from './added-fields.js';
import { ApproveChangeRequest } from './approve-request.js';
import { ChangeRequest } from './change-request.js';
import { DelegateTasks } from './delegations/delegate.js';
import { TaskDelegation } from './delegations/delegation.js';
import { EndDelegation } from './delegations/end-delegation.js';
import { changeRequestApproved, changeRequestMade, changeRequestRejected, changeRequestWithdrawn, taskOpened, taskOverdue } from './events.js';
import { ChangeGroupMembers } from './groups/change-members.js';
import { TaskGroupMember } from './groups/group-member.js';
import { ListTaskGroups } from './groups/list-groups.js';
import { approvalGate } from './hold.js';
import { ListChangePolicies } from './list-policies.js';
import { changeRequestPermissions } from './permissions.js';
import { RejectChangeRequest } from './reject-request.js';
import { RekeyChangeRequests, rekeyRequests } from './rekey-requests.js';
import { RequestContents } from './request-contents.js';
import { requiredPolicies } from './required-policies.js';
import { changeRequestRoles } from './roles.js';
import { changeRequestSettings } from './settings.js';
import { lookAfterTasks } from './tasks/look-after-tasks.js';
import { ReassignTask } from './tasks/reassign-task.js';
import { TaskSubscriptions } from './tasks/task-changes.js';
import { TaskDecision } from './tasks/task-decision.js';
import { Task } from './tasks/task.js';
import { WithdrawChangeRequest } from './withdraw-request.js';

const version = `^${pkg.version}`;

export const changeRequests = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'change-requests', requires: { kernel: version, people: version, calendars: version } } },
  {
    description: 'Changes that wait for the approval of others, and the tasks that come of it',
    entities: [ChangeRequest, Task, TaskDecision, TaskDelegation, TaskGroupMember],
    resolvers: [
      ApproveChangeRequest, RejectChangeRequest, WithdrawChangeRequest, ListChangePolicies, RequestContents, RekeyChangeRequests,
      ReassignTask, TaskSubscriptions, DelegateTasks, EndDelegation, ListTaskGroups, ChangeGroupMembers,
      PayloadChangeRequest, PersonChangeRequests, HouseholdChangeRequests,
    ],
    permissions: changeRequestPermissions,
    roles: changeRequestRoles,
    events: [changeRequestMade, changeRequestApproved, changeRequestRejected, changeRequestWithdrawn, taskOpened, taskOverdue],
    jobs: [rekeyRequests],
    settings: changeRequestSettings,
    offers: [requiredPolicies],
    contributes: [writeGates.contribute('change-requests.approval', approvalGate), backgroundWork.contribute('change-requests.tasks', lookAfterTasks)],
    migrations: new URL('../../migrations/change-requests/', import.meta.url),
    locales: new URL('../../locales/change-requests/', import.meta.url),
  },
);
