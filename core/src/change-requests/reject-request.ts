import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Requires } from '../kernel/schema/permission.js';
import { write } from '../kernel/write/write.js';
import { ChangeRequestState } from './change-request.js';
import { ChangeRequestPayload, ChangeRequestRejectInput } from './decision-input.js';
import { changeRequestRejected } from './events.js';
import { endRequest, lockRequest } from './lock-request.js';
import { decidedBefore, madeIt, ownRequest } from './refusals.js';
import { decideOn, openStepOf } from './tasks/decide.js';
import { TaskVerdict } from './tasks/task-decision.js';

@Resolver()
export class RejectChangeRequest {
  @Mutation(() => ChangeRequestPayload, { description: 'Rejects what somebody else asked for, with a reason, by whoever may approve the step that is open. Nothing changes.' })
  @Requires('change-requests.requests.decide')
  changeRequestReject(@Arg('input', () => ChangeRequestRejectInput, { description: 'Which request, and why.' }) input: ChangeRequestRejectInput, @Ctx() ctx: Context): Promise<ChangeRequestPayload> {
    const constraints = { change_request_maker_is_not_checker: ownRequest('id'), task_decision_maker_is_not_checker: ownRequest('id'), task_decision_one_vote: decidedBefore('id'), task_decision_made_it: madeIt('id') };
    return write<ChangeRequestPayload, ChangeRequestRejectInput>(ctx, { operation: 'changeRequestReject', input, constraints }, async (tx, { id, reason }) => {
      const request = await lockRequest(tx, id);
      await decideOn(tx, request, await openStepOf(tx, request), TaskVerdict.REJECT, reason);
      await endRequest(tx, id, ChangeRequestState.REJECTED, reason);
      await publish(tx, changeRequestRejected, { id, operation: request.operation });
      return { changeRequest: { id } };
    });
  }
}
