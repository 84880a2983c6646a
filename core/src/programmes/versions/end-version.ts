import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { write } from '../../kernel/write/write.js';
import { programmeVersionEnded } from '../events.js';
import { checkMove, lockVersion } from './lock-version.js';
import { ProgrammeVersionEndInput, ProgrammeVersionPayload } from './version-input.js';
import { ProgrammeVersionState } from './version-state.js';

function end(ctx: Context, operation: string, input: ProgrammeVersionEndInput, to: ProgrammeVersionState): Promise<ProgrammeVersionPayload> {
  return write<ProgrammeVersionPayload, ProgrammeVersionEndInput>(ctx, { operation, input }, async (tx, { id, version, reason }) => {
    const held = await lockVersion(tx, id, version);
    checkMove(held, to);
    await tx.tx.query('update programmes.programme_version set state = $2, ended_by = $3, ended_at = now(), ended_because = $4 where id = $1', [id, to, tx.actor.id, reason]);
    await publish(tx, programmeVersionEnded, { id, programme: held.programme.id, state: to });
    return { programmeVersion: { id } };
  });
}

@Resolver()
export class EndProgrammeVersion {
  @Mutation(() => ProgrammeVersionPayload, { description: 'Rejects a version that was submitted. What was submitted stays as it was; what is better goes into another draft.' })
  @Requires('programmes.versions.publish')
  programmeVersionReject(@Arg('input', () => ProgrammeVersionEndInput, { description: 'Which version, and why.' }) input: ProgrammeVersionEndInput, @Ctx() ctx: Context): Promise<ProgrammeVersionPayload> {
    return end(ctx, 'programmeVersionReject', input, ProgrammeVersionState.REJECTED);
  }

  @Mutation(() => ProgrammeVersionPayload, { description: 'Takes back a draft, or a version that was submitted and not published.' })
  @Requires('programmes.programmes.manage')
  programmeVersionWithdraw(@Arg('input', () => ProgrammeVersionEndInput, { description: 'Which version, and why.' }) input: ProgrammeVersionEndInput, @Ctx() ctx: Context): Promise<ProgrammeVersionPayload> {
    return end(ctx, 'programmeVersionWithdraw', input, ProgrammeVersionState.WITHDRAWN);
  }
}
