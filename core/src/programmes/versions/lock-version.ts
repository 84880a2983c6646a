import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { changedMeanwhile } from '../../people/persons/refusals.js';
import { inProgrammesOf } from '../../people/scope.js';
import { lockProgramme, type LockedProgramme } from '../lock-programme.js';
import { versionMove, versionNotFound } from '../refusals.js';
import { VERSION_MOVES, type ProgrammeVersionState } from './version-state.js';

/** A version at the state that was read, held with its programme until the transaction ends. */
export interface LockedVersion {
  readonly id: string;
  readonly number: number;
  readonly state: ProgrammeVersionState;
  readonly effective_from: string;
  readonly effective_to: string | null;
  readonly supersedes_id: string | null;
  readonly authors: readonly string[];
  readonly submitted_by: string | null;
  readonly programme: LockedProgramme;
}

export async function lockVersion(ctx: TxContext, id: string, version: number): Promise<LockedVersion> {
  const { rows: of } = await ask<{ programme_id: string }>(ctx, sql`
    select v.programme_id from programmes.programme_version v where v.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`v.programme_id`)}`);
  // The programme first, so that whoever publishes and whoever drafts wait for one another in one order.
  const programme = await lockProgramme(ctx, of[0]?.programme_id ?? refuse(versionNotFound('id')), 'id');
  const { rows } = await ctx.tx.query<Omit<LockedVersion, 'programme'> & { readonly version: number }>(
    `select id, number, state, version, effective_from::text, effective_to::text, supersedes_id, authors, submitted_by from programmes.programme_version where id = $1 for update`, [id],
  );
  const found = rows[0] ?? refuse(versionNotFound('id'));
  if (found.version !== version) refuse(changedMeanwhile('version', { version: found.version }));
  return { ...found, programme };
}

/** Refuses to go where a version of this state does not go. */
export function checkMove({ state, number }: LockedVersion, to: ProgrammeVersionState): void {
  if (!VERSION_MOVES[state].includes(to)) refuse(versionMove('id', { number, state, to }));
}
