import { IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { EvidenceInput, takeEvidence } from '../../kernel/files/evidence.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { checkPersons } from '../../people/persons/details.js';
import { Person } from '../../people/persons/person.js';
import { dayInFuture } from '../../people/persons/refusals.js';
import { correctionRecorded } from '../events.js';
import { privacySettings } from '../settings.js';
import { CorrectionRequest } from './correction-request.js';

@InputType({ description: 'What a person holds to be wrong.' })
export class CorrectionRecordInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Who.' })
  personId!: string;

  @Field(() => String, { description: 'What is held to be wrong.' })
  @MinLength(3)
  @MaxLength(5_000)
  contested!: string;

  @Field(() => String, { description: 'What it should be instead.' })
  @MinLength(1)
  @MaxLength(5_000)
  wanted!: string;

  @Field(() => LocalDate, { nullable: true, description: 'When it was received; today where left out.' })
  @IsOptional()
  receivedOn?: string | null;

  @Field(() => EvidenceInput, { nullable: true, description: 'What shows it.' })
  @IsOptional()
  @ValidateNested()
  evidence?: EvidenceInput | null;
}

@ObjectType({ description: 'Answer of mutations about correction requests.' })
export class CorrectionPayload extends Payload {
  @Field(() => CorrectionRequest, { nullable: true, description: 'The request.' })
  correctionRequest?: { readonly id: string };
}

@Resolver()
export class RecordCorrection {
  @Mutation(() => CorrectionPayload, { description: 'Records what a person holds to be wrong. It changes nothing by itself.' })
  @Requires('privacy.corrections.record')
  correctionRecord(@Arg('input', () => CorrectionRecordInput, { description: 'Who, what, and what instead.' }) input: CorrectionRecordInput, @Ctx() ctx: Context): Promise<CorrectionPayload> {
    return write<CorrectionPayload, CorrectionRecordInput>(ctx, { operation: 'correctionRecord', input }, async (tx, { personId, contested, wanted, receivedOn, evidence }) => {
      const day = receivedOn ?? tx.today;
      if (day > tx.today) refuse(dayInFuture('receivedOn', { day, today: tx.today }));
      await checkPersons(tx, [{ id: personId, path: 'personId' }]);
      const { fileIds, source } = await takeEvidence(tx, evidence, 'evidence');
      const id = uuidv7();
      await tx.tx.query(
        'insert into privacy.correction_request (id, person_id, contested, wanted, received_on, answer_by, recorded_by, evidence_source, evidence_file_ids) values ($1, $2, $3, $4, $5, $5::date + $6::int, $7, $8, $9)',
        [id, personId, contested, wanted, day, privacySettings(tx.platform).correctionDays, tx.actor.id, source, fileIds],
      );
      await publish(tx, correctionRecorded, { id, person: personId });
      return { correctionRequest: { id } };
    });
  }
}
