import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { changedMeanwhile } from '../people/persons/refusals.js';
import { versionNotFound, versionPublishedAlready } from './refusals.js';
import { QuestionnaireVersionState } from './types.js';

/** A draft at the version that was read, held until the transaction ends. */
export interface LockedDraft {
  readonly questionnaire_id: string;
  readonly number: number;
}

export async function lockDraft(ctx: TxContext, id: string, version: number): Promise<LockedDraft> {
  const { rows } = await ctx.tx.query<LockedDraft & { readonly state: QuestionnaireVersionState; readonly version: number }>(
    'select questionnaire_id, number, state, version from surveys.questionnaire_version where id = $1 for update', [id],
  );
  const found = rows[0] ?? refuse(versionNotFound('id'));
  if (found.state === QuestionnaireVersionState.PUBLISHED) refuse(versionPublishedAlready('id'));
  if (found.version !== version) refuse(changedMeanwhile('version', { version: found.version }));
  return found;
}
