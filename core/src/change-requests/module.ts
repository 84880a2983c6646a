import pkg from '../../package.json' with { type: 'json' };
import { defineModule } from '../kernel/module/define-module.js';
import { writeGates } from '../kernel/write/gate.js';
import { HouseholdChangeRequests, PayloadChangeRequest, PersonChangeRequests } from './added-fields.js';
import { ApproveChangeRequest } from './approve-request.js';
import { ChangeRequest } from './change-request.js';
import { changeRequestApproved, changeRequestMade, changeRequestRejected, changeRequestWithdrawn } from './events.js';
import { approvalGate } from './hold.js';
import { ListChangePolicies } from './list-policies.js';
import { changeRequestPermissions } from './permissions.js';
import { RejectChangeRequest } from './reject-request.js';
import { RekeyChangeRequests, rekeyRequests } from './rekey-requests.js';
import { RequestContents } from './request-contents.js';
import { changeRequestRoles } from './roles.js';
import { changeRequestSettings } from './settings.js';
import { WithdrawChangeRequest } from './withdraw-request.js';

const version = `^${pkg.version}`;

export const changeRequests = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'change-requests', requires: { kernel: version, people: version } } },
  {
    description: 'Changes that wait for the approval of another person',
    entities: [ChangeRequest],
    resolvers: [
      ApproveChangeRequest, RejectChangeRequest, WithdrawChangeRequest, ListChangePolicies, RequestContents, RekeyChangeRequests,
      PayloadChangeRequest, PersonChangeRequests, HouseholdChangeRequests,
    ],
    permissions: changeRequestPermissions,
    roles: changeRequestRoles,
    events: [changeRequestMade, changeRequestApproved, changeRequestRejected, changeRequestWithdrawn],
    jobs: [rekeyRequests],
    settings: changeRequestSettings,
    contributes: [writeGates.contribute('change-requests.approval', approvalGate)],
    migrations: new URL('../../migrations/change-requests/', import.meta.url),
    locales: new URL('../../locales/change-requests/', import.meta.url),
  },
);
