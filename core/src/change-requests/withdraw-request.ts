import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Requires } from '../kernel/schema/permission.js';
import { refuse } from '../kernel/write/refusal.js';
import { write } from '../kernel/write/write.js';
import { ChangeRequestState } from './change-request.js';
import { ChangeRequestPayload, ChangeRequestWithdrawInput } from './decision-input.js';
import { changeRequestWithdrawn } from './events.js';
import { endRequest, lockRequest } from './lock-request.js';
import { othersRequest } from './refusals.js';

@Resolver()
export class WithdrawChangeRequest {
  @Mutation(() => ChangeRequestPayload, { description: 'Takes back what you asked for yourself, while it has not been decided.' })
  @Requires('change-requests.requests.withdraw')
  changeRequestWithdraw(@Arg('input', () => ChangeRequestWithdrawInput, { description: 'Which request.' }) input: ChangeRequestWithdrawInput, @Ctx() ctx: Context): Promise<ChangeRequestPayload> {
    const constraints = { change_request_withdrawn_by_maker: othersRequest('id') };
    return write<ChangeRequestPayload, ChangeRequestWithdrawInput>(ctx, { operation: 'changeRequestWithdraw', input, constraints }, async (tx, { id, reason }) => {
      const { made_by: maker, operation } = await lockRequest(tx, id);
      if (maker !== tx.actor.id) refuse(othersRequest('id'));
      await endRequest(tx, id, ChangeRequestState.WITHDRAWN, reason);
      await publish(tx, changeRequestWithdrawn, { id, operation });
      return { changeRequest: { id } };
    });
  }
}
