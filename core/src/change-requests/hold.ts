import { scopeOf } from '../kernel/access/scope.js';
import { v7 as uuidv7 } from 'uuid';
import { publish } from '../kernel/events/publish.js';
import { EvidenceInput, takeEvidence, type Evidence } from '../kernel/files/evidence.js';
import type { AskedWrite, WriteGate } from '../kernel/write/gate.js';
import { refuse } from '../kernel/write/refusal.js';
import { rehearse, type TxContext } from '../kernel/write/transaction.js';
import { changesBetween, subjectRows } from './changes.js';
import { changeRequestMade } from './events.js';
import { evidenceNeeded } from './refusals.js';
import { approvalOf, DECIDE, type Approval } from './policy.js';
import { policyProblems } from './policy-problems.js';
import { heldInput, runHeld } from './run-held.js';
import { sealedContents } from './sealed.js';
import { makersOf, subjectOf } from './subject.js';
import { openSteps } from './tasks/open-steps.js';

/** What shows that it is so: given for the approval, or as a part of the change itself, as life events take it. */
async function evidenceOf(ctx: TxContext, input: { readonly evidence?: unknown }, justification: AskedWrite['justification'], approval: Approval): Promise<Evidence> {
  const own = input.evidence instanceof EvidenceInput ? input.evidence : undefined;
  const [given, path] = justification?.evidence || !own ? [justification?.evidence, 'justification.evidence'] : [own, 'evidence'];
  const evidence = await takeEvidence(ctx, given, path);
  if (approval.evidence && !evidence.source && evidence.fileIds.length === 0) refuse(evidenceNeeded(path));
  return evidence;
}

/** What its steps take together beyond what deciding always takes. */
function permissionsOf({ steps }: Approval): readonly string[] {
  return [...new Set(steps.flatMap((step) => step.permissions))].filter((permission) => permission !== DECIDE).sort();
}

/** Holds back what the deployment's policies name: the work is rehearsed and undone, so that it is refused at once where it would be. */
export const approvalGate: WriteGate = {
  problems: policyProblems,
  async hold(ctx: TxContext, { operation, given, input, justification }: AskedWrite) {
    const approval = await approvalOf(ctx, operation, given);
    if (!approval) return undefined;
    const evidence = await evidenceOf(ctx, input, justification, approval);
    const id = uuidv7();
    const held = heldInput(given, id);
    const subject = await subjectOf(ctx, input);
    const before = await subjectRows(ctx, subject);
    const after = await rehearse(ctx, async (trial) => {
      await runHeld(trial, trial.actor, operation, held);
      return subjectRows(trial, subject);
    });
    const sealed = sealedContents(ctx, id, { input: held, changes: changesBetween(ctx, before, after) });
    const { roles, permissions } = ctx.actor;
    await ctx.tx.query(
      `insert into change_requests.change_request (id, operation, person_id, household_id, place_id, sealed, made_by, maker, reason, evidence_source, evidence_file_ids, approvals, lapses_on, repeats, makers)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::date + $14::int, $15, $16)`,
      [id, operation, subject.personId, subject.householdId, subject.placeId, sealed, ctx.actor.id, JSON.stringify({ roles, permissions: [...permissions], ...scopeOf(ctx.actor) }),
        justification?.reason ?? null, evidence.source, evidence.fileIds, permissionsOf(approval), ctx.today, approval.days ?? null, approval.repeats, await makersOf(ctx, input)],
    );
    await openSteps(ctx, { id, madeBy: ctx.actor.id, ...subject }, approval.steps);
    await publish(ctx, changeRequestMade, { id, operation });
    return { changeRequest: { id } };
  },
};
