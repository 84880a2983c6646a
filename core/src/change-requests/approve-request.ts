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
import { endRequest, lockRequest, type LockedRequest } from './lock-request.js';
import { approvalOf } from './policy.js';
import { decidedBefore, madeIt, ownRequest, takesMore } from './refusals.js';
import { runHeld, type HeldInput } from './run-held.js';
import { unsealed } from './sealed.js';
import { decideOn, finishStep, openStepOf } from './tasks/decide.js';
import { openNext } from './tasks/open-steps.js';
import { TaskVerdict } from './tasks/task-decision.js';

interface StepDone {
  readonly name: string;
  readonly approvals: number;
  readonly permissions: readonly string[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** What was approved as small may have grown, and policies may have become stricter, since it was asked for. */
async function checkEnough(ctx: TxContext, { id, operation }: LockedRequest, input: HeldInput): Promise<void> {
  const { rows } = await ctx.tx.query<StepDone>('select name, approvals, permissions, roles, groups from change_requests.task where request_id = $1', [id]);
  const holdsAll = (done: readonly string[], needed: readonly string[]): boolean => needed.every((each) => done.includes(each));
  const lacking = ((await approvalOf(ctx, operation, input))?.steps ?? []).filter(({ name, approvals, permissions, roles, groups }) => !rows.some((done) =>
    done.name === name && done.approvals >= approvals && holdsAll(done.permissions, permissions) && holdsAll(done.roles, roles) && holdsAll(done.groups, groups)));
  if (lacking.length > 0) refuse(takesMore('id', { steps: lacking.map(({ name }) => name).join(', ') }));
}

/** Does what was asked for as its maker: history and events name the maker, the request names who approved. */
async function make(ctx: TxContext, request: LockedRequest): Promise<void> {
  const { id, operation, sealed, made_by, maker } = request;
  const { input } = unsealed(ctx, id, sealed);
  await checkEnough(ctx, request, input);
  const actAs = (actor: string): Promise<unknown> => ctx.tx.query("select set_config('kinga.actor', $1, true)", [actor]);
  await actAs(made_by);
  try {
    await runHeld({ ...ctx, approvedBy: ctx.actor.id }, ctx.platform.actorOf({ id: made_by, ...maker }), operation, input);
  } catch (error) {
    if (error instanceof Refused) refuse(...error.refusals.map((refusal) => ({ ...refusal, path: refusal.path === '' ? 'id' : `id.${refusal.path}` })));
    throw error;
  }
  await actAs(ctx.actor.id);
}

@Resolver()
export class ApproveChangeRequest {
  @Mutation(() => ChangeRequestPayload, {
    description: 'Approves the step of a request of somebody else that is open. With the last approval of the last step the change is made; where the change is refused by now, the approval is not taken and the request stays as it was: such refusals have a path below `id`.',
  })
  @Requires('change-requests.requests.decide')
  changeRequestApprove(@Arg('input', () => ChangeRequestApproveInput, { description: 'Which request.' }) input: ChangeRequestApproveInput, @Ctx() ctx: Context): Promise<ChangeRequestPayload> {
    const constraints = { change_request_maker_is_not_checker: ownRequest('id'), task_decision_maker_is_not_checker: ownRequest('id'), task_decision_one_vote: decidedBefore('id'), task_decision_made_it: madeIt('id') };
    return write<ChangeRequestPayload, ChangeRequestApproveInput>(ctx, { operation: 'changeRequestApprove', input, constraints }, async (tx, { id, reason }) => {
      const request = await lockRequest(tx, id);
      const step = await openStepOf(tx, request);
      await decideOn(tx, request, step, TaskVerdict.APPROVE, reason);
      if (!(await finishStep(tx, step)) || (await openNext(tx, id))) return { changeRequest: { id } };
      await make(tx, request);
      await endRequest(tx, id, ChangeRequestState.APPROVED, reason);
      await publish(tx, changeRequestApproved, { id, operation: request.operation });
      return { changeRequest: { id } };
    });
  }
}
