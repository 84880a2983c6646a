import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { programmeVersionPublished } from '../events.js';
import { leavesGap, ownVersion, versionOverlaps } from '../refusals.js';
import { checkMove, lockVersion, type LockedVersion } from './lock-version.js';
import { versionProblems } from './submit-version.js';
import { ProgrammeVersionMoveInput, ProgrammeVersionPayload } from './version-input.js';
import { ProgrammeVersionState } from './version-state.js';

interface Overlapping {
  readonly id: string;
  readonly number: number;
  readonly from: string;
  readonly to: string | null;
}

/** Gives the time of the version that it names to it; refuses where it would be in force together with another. */
async function takePlace(ctx: TxContext, { id, programme, effective_from, effective_to, supersedes_id }: LockedVersion): Promise<void> {
  const { rows } = await ctx.tx.query<Overlapping>(
    `select id, number, effective_from::text as from, in_force_to::text as to from programmes.programme_version
     where programme_id = $1 and id <> $2 and state in ('PUBLISHED', 'SUPERSEDED') and daterange(effective_from, in_force_to) && daterange($3::date, $4::date) order by effective_from for update`,
    [programme.id, id, effective_from, effective_to],
  );
  const others = rows.filter((row) => row.id !== supersedes_id);
  if (others.length > 0) refuse(...others.map(({ number, from, to }) => versionOverlaps('id', { number, from, to: to ?? 'no end' })));
  const [old] = rows;
  if (!old) return;
  if (effective_to !== null && (old.to === null || effective_to < old.to)) refuse(leavesGap('id', { number: old.number, from: effective_to, to: old.to ?? 'no end' }));
  await ctx.tx.query("update programmes.programme_version set state = 'SUPERSEDED', in_force_to = greatest(effective_from, $2::date) where id = $1", [old.id, effective_from]);
}

@Resolver()
export class PublishProgrammeVersion {
  @Mutation(() => ProgrammeVersionPayload, { description: 'Publishes a version that somebody else wrote and submitted: it is in force from its first day on, and never changes.' })
  @Requires('programmes.versions.publish')
  programmeVersionPublish(@Arg('input', () => ProgrammeVersionMoveInput, { description: 'Which version.' }) input: ProgrammeVersionMoveInput, @Ctx() ctx: Context): Promise<ProgrammeVersionPayload> {
    return write<ProgrammeVersionPayload, ProgrammeVersionMoveInput>(ctx, { operation: 'programmeVersionPublish', input }, async (tx, { id, version }) => {
      const held = await lockVersion(tx, id, version);
      checkMove(held, ProgrammeVersionState.PUBLISHED);
      if (held.authors.includes(tx.actor.id) || held.submitted_by === tx.actor.id) refuse(ownVersion('id'));
      const problems = await versionProblems(tx, held, false);
      if (problems.length > 0) refuse(...problems);
      await takePlace(tx, held);
      await tx.tx.query("update programmes.programme_version set state = 'PUBLISHED', in_force_to = effective_to, published_by = $2, published_at = now() where id = $1", [id, tx.actor.id]);
      await publish(tx, programmeVersionPublished, { id, programme: held.programme.id, from: held.effective_from });
      return { programmeVersion: { id } };
    });
  }
}
