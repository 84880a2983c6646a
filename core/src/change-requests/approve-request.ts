import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Requires } from '../kernel/schema/permission.js';
import { Refused, refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { write } from '../kernel/write/write.js';
import { ChangeRequestState } from './change-request.js';
import { ChangeRequestApproveInput, ChangeRequestPayload } from './decision-input.js';
import { changeRequestApproved } from './events.js';
import { decide, lockRequest, type LockedRequest } from './lock-request.js';
import { approvalTakes, ownRequest, requestLapsed } from './refusals.js';
import { runHeld } from './run-held.js';
import { unsealed } from './sealed.js';

function checkApprover(ctx: TxContext, { made_by, approvals, lapses_on }: LockedRequest): void {
  if (made_by === ctx.actor.id) refuse(ownRequest('id'));
  const missing = approvals.filter((permission) => !ctx.actor.permissions.has(permission));
  if (missing.length > 0) refuse(approvalTakes('id', { permissions: missing.join(', ') }));
  if (lapses_on && lapses_on <= ctx.today) refuse(requestLapsed('id', { day: lapses_on }));
}

/** Does what was asked for as its maker: history and events name the maker, the request names who approved. */
async function make(ctx: TxContext, id: string, { operation, sealed, made_by, maker }: LockedRequest): Promise<void> {
  const { input } = unsealed(ctx, id, sealed);
  const actAs = (actor: string): Promise<unknown> => ctx.tx.query("select set_config('kinga.actor', $1, true)", [actor]);
  await actAs(made_by);
  try {
    await runHeld(ctx, ctx.platform.actorOf({ id: made_by, ...maker }), operation, input);
  } catch (error) {
    if (error instanceof Refused) refuse(...error.refusals.map((refusal) => ({ ...refusal, path: refusal.path === '' ? 'id' : `id.${refusal.path}` })));
    throw error;
  }
  await actAs(ctx.actor.id);
}

@Resolver()
export class ApproveChangeRequest {
  @Mutation(() => ChangeRequestPayload, { description: 'Approves what somebody else asked for: the change is made with it. Where the change is refused by now, the request stays pending; such refusals have a path below `id`.' })
  @Requires('change-requests.requests.decide')
  changeRequestApprove(@Arg('input', () => ChangeRequestApproveInput, { description: 'Which request.' }) input: ChangeRequestApproveInput, @Ctx() ctx: Context): Promise<ChangeRequestPayload> {
    const constraints = { change_request_maker_is_not_checker: ownRequest('id') };
    return write<ChangeRequestPayload, ChangeRequestApproveInput>(ctx, { operation: 'changeRequestApprove', input, constraints }, async (tx, { id, reason }) => {
      const request = await lockRequest(tx, id);
      checkApprover(tx, request);
      await make(tx, id, request);
      await decide(tx, id, ChangeRequestState.APPROVED, reason);
      await publish(tx, changeRequestApproved, { id, operation: request.operation });
      return { changeRequest: { id } };
    });
  }
}
