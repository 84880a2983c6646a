import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { programmeVersionDrafted } from '../events.js';
import { lockProgramme } from '../lock-programme.js';
import { supersededUnknown, versionDates, versionMove } from '../refusals.js';
import { readRules } from './read-rules.js';
import { lockVersion } from './lock-version.js';
import { ProgrammeVersionChangeInput, ProgrammeVersionDraftInput, ProgrammeVersionPayload } from './version-input.js';
import { ProgrammeVersionState } from './version-state.js';
import { writeRules } from './write-rules.js';

interface Dates {
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly supersedesId: string | null;
}

async function checkDates(ctx: TxContext, programmeId: string, { effectiveFrom, effectiveTo, supersedesId }: Dates): Promise<void> {
  if (effectiveTo && effectiveTo <= effectiveFrom) refuse(versionDates('effectiveTo', { effectiveFrom, effectiveTo }));
  if (!supersedesId) return;
  const { rowCount } = await ctx.tx.query("select from programmes.programme_version where id = $1 and programme_id = $2 and state in ('PUBLISHED', 'SUPERSEDED')", [supersedesId, programmeId]);
  if (rowCount === 0) refuse(supersededUnknown('supersedesId'));
}

@Resolver()
export class DraftProgrammeVersion {
  @Mutation(() => ProgrammeVersionPayload, { description: 'Drafts a version of a programme: with rules of its own, with those of another version, or without any yet.' })
  @Requires('programmes.programmes.manage')
  @TakesMuch()
  programmeVersionDraft(@Arg('input', () => ProgrammeVersionDraftInput, { description: 'The draft.' }) input: ProgrammeVersionDraftInput, @Ctx() ctx: Context): Promise<ProgrammeVersionPayload> {
    return write<ProgrammeVersionPayload, ProgrammeVersionDraftInput>(ctx, { operation: 'programmeVersionDraft', input }, async (tx, given) => {
      const { programmeId, effectiveFrom, effectiveTo = null, supersedesId = null, note = null, copyOfId } = given;
      const programme = await lockProgramme(tx, programmeId, 'programmeId');
      await checkDates(tx, programmeId, { effectiveFrom, effectiveTo, supersedesId });
      const rules = given.rules ?? (copyOfId ? await readRules(tx, copyOfId, 'copyOfId') : []);
      const id = uuidv7();
      await tx.tx.query(
        `insert into programmes.programme_version (id, programme_id, number, effective_from, effective_to, supersedes_id, note, drafted_by, authors, when_no_longer_eligible, when_overdue)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, array[$7],
           coalesce($8, (select o.when_no_longer_eligible from programmes.programme_version o where o.id = $10), 'EXIT'), coalesce($9, (select o.when_overdue from programmes.programme_version o where o.id = $10), 'EXIT')
         from programmes.programme_version where programme_id = $2`,
        [id, programmeId, effectiveFrom, effectiveTo, supersedesId, note, tx.actor.id, given.whenNoLongerEligible ?? null, given.whenOverdue ?? null, (given.rules ? null : copyOfId) ?? supersedesId],
      );
      await writeRules(tx, programme, id, rules);
      await publish(tx, programmeVersionDrafted, { id, programme: programmeId });
      return { programmeVersion: { id } };
    });
  }

  @Mutation(() => ProgrammeVersionPayload, { description: 'Changes a draft: its days, its note, its rules. Whoever does is among its authors from then on.' })
  @Requires('programmes.programmes.manage')
  @TakesMuch()
  programmeVersionChange(@Arg('input', () => ProgrammeVersionChangeInput, { description: 'What changes.' }) input: ProgrammeVersionChangeInput, @Ctx() ctx: Context): Promise<ProgrammeVersionPayload> {
    return write<ProgrammeVersionPayload, ProgrammeVersionChangeInput>(ctx, { operation: 'programmeVersionChange', input }, async (tx, { id, version, rules, ...given }) => {
      const held = await lockVersion(tx, id, version);
      if (held.state !== ProgrammeVersionState.DRAFT) refuse(versionMove('id', { number: held.number, state: held.state, to: 'changed' }));
      const { effectiveTo = held.effective_to, supersedesId = held.supersedes_id, note, whenNoLongerEligible = null, whenOverdue = null } = given;
      const effectiveFrom = given.effectiveFrom ?? held.effective_from;
      await checkDates(tx, held.programme.id, { effectiveFrom, effectiveTo, supersedesId });
      await tx.tx.query(
        `update programmes.programme_version set effective_from = $2, effective_to = $3, supersedes_id = $4, note = case when $5 then note else $6 end,
           authors = case when $7 = any (authors) then authors else authors || $7::text end,
           when_no_longer_eligible = coalesce($8, when_no_longer_eligible), when_overdue = coalesce($9, when_overdue) where id = $1`,
        [id, effectiveFrom, effectiveTo, supersedesId, note === undefined, note ?? null, tx.actor.id, whenNoLongerEligible, whenOverdue],
      );
      if (rules) await writeRules(tx, held.programme, id, rules);
      await publish(tx, programmeVersionDrafted, { id, programme: held.programme.id });
      return { programmeVersion: { id } };
    });
  }
}
