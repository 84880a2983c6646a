import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { invalidInput, refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { checkPersons } from '../../people/persons/details.js';
import { Person } from '../../people/persons/person.js';
import { Programme } from '../../programmes/programme.js';
import { holdPlaced } from '../events.js';
import { holdOfOne, programmeNotFound } from '../refusals.js';
import { LegalHold } from './legal-hold.js';
import { inProgrammesOf } from '../../people/scope.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';

const untilPast = invalidInput('LEGAL_HOLD_UNTIL_PAST', 'The hold would end on {until}, before it begins.', 'Give a day after {today}.');

@InputType({ description: 'A legal hold to place, of a person or of a programme.' })
export class LegalHoldPlaceInput extends IdempotentInput {
  @Ref(() => Person, { nullable: true, description: 'Who is held.', erased: true })
  personId?: string | null;

  @Ref(() => Programme, { nullable: true, description: 'The programme, whose participants and payees are held all.' })
  programmeId?: string | null;

  @Field(() => String, { description: 'Why: the case, the authority, the order.' })
  @MinLength(10)
  @MaxLength(2_000)
  reason!: string;

  @Field(() => LocalDate, { nullable: true, description: 'From which day it no longer holds by itself; left out, it must be lifted.' })
  @IsOptional()
  until?: string | null;
}

@ObjectType({ description: 'Answer of mutations about legal holds.' })
export class LegalHoldPayload extends Payload {
  @Field(() => LegalHold, { nullable: true, description: 'The hold.' })
  legalHold?: { readonly id: string };
}

@Resolver()
export class PlaceLegalHold {
  @Mutation(() => LegalHoldPayload, { description: 'Keeps a person, or everybody of a programme, from being erased.' })
  @Requires('privacy.holds.manage')
  legalHoldPlace(@Arg('input', () => LegalHoldPlaceInput, { description: 'Who, why, and until when.' }) input: LegalHoldPlaceInput, @Ctx() ctx: Context): Promise<LegalHoldPayload> {
    return write<LegalHoldPayload, LegalHoldPlaceInput>(ctx, { operation: 'legalHoldPlace', input }, async (tx, { personId, programmeId, reason, until }) => {
      if (Boolean(personId) === Boolean(programmeId)) refuse(holdOfOne(''));
      if (until && until <= tx.today) refuse(untilPast('until', { until, today: tx.today }));
      if (personId) await checkPersons(tx, [{ id: personId, path: 'personId' }], { erased: true });
      if (programmeId && (await ask(tx, sql`select 1 from programmes.programme g where g.id = ${programmeId}::uuid and ${inProgrammesOf(tx, sql`g.id`)}`)).rowCount === 0) refuse(programmeNotFound('programmeId'));
      const id = uuidv7();
      await tx.tx.query('insert into privacy.legal_hold (id, person_id, programme_id, reason, placed_on, placed_by, until) values ($1, $2, $3, $4, $5, $6, $7)', [
        id, personId ?? null, programmeId ?? null, reason, tx.today, tx.actor.id, until ?? null,
      ]);
      await publish(tx, holdPlaced, { id });
      return { legalHold: { id } };
    });
  }
}
