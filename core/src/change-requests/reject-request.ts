import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Requires } from '../kernel/schema/permission.js';
import { refuse } from '../kernel/write/refusal.js';
import { write } from '../kernel/write/write.js';
import { ChangeRequestState } from './change-request.js';
import { ChangeRequestPayload, ChangeRequestRejectInput } from './decision-input.js';
import { changeRequestRejected } from './events.js';
import { decide, lockRequest } from './lock-request.js';
import { ownRequest } from './refusals.js';

@Resolver()
export class RejectChangeRequest {
  @Mutation(() => ChangeRequestPayload, { description: 'Rejects what somebody else asked for, with a reason. Nothing changes.' })
  @Requires('change-requests.requests.decide')
  changeRequestReject(@Arg('input', () => ChangeRequestRejectInput, { description: 'Which request, and why.' }) input: ChangeRequestRejectInput, @Ctx() ctx: Context): Promise<ChangeRequestPayload> {
    const constraints = { change_request_maker_is_not_checker: ownRequest('id') };
    return write<ChangeRequestPayload, ChangeRequestRejectInput>(ctx, { operation: 'changeRequestReject', input, constraints }, async (tx, { id, reason }) => {
      const { made_by: maker, operation } = await lockRequest(tx, id);
      if (maker === tx.actor.id) refuse(ownRequest('id'));
      await decide(tx, id, ChangeRequestState.REJECTED, reason);
      await publish(tx, changeRequestRejected, { id, operation });
      return { changeRequest: { id } };
    });
  }
}
