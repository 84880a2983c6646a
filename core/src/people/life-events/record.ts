import { v7 as uuidv7 } from 'uuid';
import { takeEvidence } from '../../kernel/files/evidence.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { findPlaces } from '../places/find-place.js';
import { effectsSince, type Concerned, type FactsBefore } from './effects.js';
import type { LifeEventInput } from './life-event-input.js';
import type { LifeEventKind } from './life-event.js';

/** What is recorded of an event, beside what the input says. */
export interface Recording {
  readonly kind: LifeEventKind;
  readonly personId: string;
  readonly secondPersonId?: string;
  readonly householdId?: string | null;
  readonly placeId?: string | null;
  /** Whose facts it changed, and what these were before. */
  readonly concerned: Concerned;
  readonly before: FactsBefore;
}

/** Writes the record of an event whose facts have been written. */
export async function recordLifeEvent(ctx: TxContext, given: LifeEventInput, recording: Recording): Promise<string> {
  const id = uuidv7();
  const { fileIds, source } = await takeEvidence(ctx, given.evidence, 'evidence');
  const effects = await effectsSince(ctx, recording.concerned, recording.before);
  await ctx.tx.query(
    `insert into people.life_event (id, kind, person_id, second_person_id, household_id, place_id, happened_on, registrar_number, evidence_source, evidence_file_ids, effects, recorded_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [id, recording.kind, recording.personId, recording.secondPersonId ?? null, recording.householdId ?? null, recording.placeId ?? null, given.on,
      given.registrarNumber ?? null, source, fileIds, JSON.stringify(effects), ctx.today, ctx.actor.id],
  );
  return id;
}

/** The place with a code, where one is given. */
export async function placeOf(ctx: TxContext, code: string | null | undefined, path = 'placeCode'): Promise<string | null> {
  return code ? ((await findPlaces(ctx, [{ code, path }])).get(code) ?? null) : null;
}
