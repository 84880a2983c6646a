import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { programmeVersionSubmitted } from '../events.js';
import { eligibilityNeeded, outsideProgramme } from '../refusals.js';
import { ruleProblems, sayNothing } from './check-rules.js';
import { checkMove, lockVersion, type LockedVersion } from './lock-version.js';
import { readRules } from './read-rules.js';
import { ProgrammeVersionMoveInput, ProgrammeVersionPayload } from './version-input.js';
import { ProgrammeVersionState } from './version-state.js';

/**
 * What keeps a version from coming into force, as things stand.
 *
 * @param proposed whether values and tables that wait to be published count: they are decided on together with what was submitted
 */
export async function versionProblems(ctx: TxContext, { id, effective_from, programme }: LockedVersion, proposed: boolean): Promise<readonly Refusal[]> {
  const rules = await readRules(ctx, id, 'id');
  const { starts_on, ends_on } = programme;
  // Who laid them down had the permissions that they take.
  const problems = await ruleProblems(ctx, programme, rules, 'rules', ctx.platform.model);
  return [
    ...(rules.some(({ kind }) => kind === 'ELIGIBILITY') ? [] : [eligibilityNeeded('id')]),
    ...(effective_from < starts_on || (ends_on !== null && effective_from >= ends_on) ? [outsideProgramme('id', { day: effective_from, from: starts_on, to: ends_on ?? 'no end' })] : []),
    ...problems,
    ...(problems.length > 0 ? [] : await sayNothing(ctx, programme, rules, effective_from, 'rules', proposed)),
  ];
}

@Resolver()
export class SubmitProgrammeVersion {
  @Mutation(() => ProgrammeVersionPayload, { description: 'Submits a draft: it no longer changes, and waits for a second person.' })
  @Requires('programmes.programmes.manage')
  programmeVersionSubmit(@Arg('input', () => ProgrammeVersionMoveInput, { description: 'Which draft.' }) input: ProgrammeVersionMoveInput, @Ctx() ctx: Context): Promise<ProgrammeVersionPayload> {
    return write<ProgrammeVersionPayload, ProgrammeVersionMoveInput>(ctx, { operation: 'programmeVersionSubmit', input }, async (tx, { id, version }) => {
      const held = await lockVersion(tx, id, version);
      checkMove(held, ProgrammeVersionState.IN_REVIEW);
      const problems = await versionProblems(tx, held, true);
      if (problems.length > 0) refuse(...problems);
      await tx.tx.query("update programmes.programme_version set state = 'IN_REVIEW', submitted_by = $2, submitted_at = now() where id = $1", [id, tx.actor.id]);
      await publish(tx, programmeVersionSubmitted, { id, programme: held.programme.id });
      return { programmeVersion: { id } };
    });
  }
}
