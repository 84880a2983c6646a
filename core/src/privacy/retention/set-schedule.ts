import { IsOptional, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { purposes } from '../../kernel/privacy/purpose.js';
import { Public, Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { LegalBasis } from '../../people/persons/consents/consent.js';
import { purposeUnknown } from '../../people/persons/refusals.js';
import { retentionScheduleSet } from '../events.js';
import { basisUnknown, clockUnknown } from '../refusals.js';
import { retentionClocks } from './clock.js';
import { RetentionSchedule } from './schedule.js';

@InputType({ description: 'How long something is kept.' })
export class RetentionScheduleSetInput extends IdempotentInput {
  @Field(() => String, { description: 'Its code in kebab case; one that is there is changed.' })
  @Matches(/^[a-z][a-z0-9-]{1,60}$/)
  code!: string;

  @Field(() => String, { description: 'What is kept, and why, for people.' })
  @MinLength(3)
  @MaxLength(500)
  description!: string;

  @Field(() => String, { description: 'What it is kept for, one of `purposes`.' })
  purpose!: string;

  @Field(() => String, { description: 'From when the years count, one of `retentionClocks`.' })
  clock!: string;

  @Field(() => Int, { description: 'How many years, 0 to 150.' })
  @Min(0)
  @Max(150)
  years!: number;

  @Field(() => LegalBasis, { description: 'On what ground it is kept; not CONSENT, which may be withdrawn.' })
  legalBasis!: LegalBasis;

  @Field(() => String, { description: 'The law that says so: act and section.' })
  @MinLength(3)
  @MaxLength(500)
  source!: string;

  @Field(() => LocalDate, { nullable: true, description: 'From which day it no longer holds.' })
  @IsOptional()
  endedOn?: string | null;
}

@ObjectType({ description: 'Answer of `retentionScheduleSet`.' })
export class RetentionSchedulePayload extends Payload {
  @Field(() => RetentionSchedule, { nullable: true, description: 'The schedule.' })
  retentionSchedule?: { readonly id: string };
}

@ObjectType({ description: 'From what day on a retention period runs.' })
export class RetentionClockInfo {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => String, { description: 'What day that is.' })
  description!: string;
}

@Resolver()
export class SetRetentionSchedule {
  @Query(() => [RetentionClockInfo], { description: 'From what days on retention periods may run in this deployment.' })
  @Public('says what may be chosen, nothing about anybody')
  retentionClocks(@Ctx() ctx: Context): readonly RetentionClockInfo[] {
    return [...ctx.platform.extensions(retentionClocks)].map(([code, { description }]) => ({ code, description }));
  }

  @Mutation(() => RetentionSchedulePayload, { description: 'Says how long something is kept. It erases nobody: an erasure is proposed and approved.' })
  @Requires('privacy.retention.manage')
  retentionScheduleSet(@Arg('input', () => RetentionScheduleSetInput, { description: 'What, for how long, and by what law.' }) input: RetentionScheduleSetInput, @Ctx() ctx: Context): Promise<RetentionSchedulePayload> {
    return write<RetentionSchedulePayload, RetentionScheduleSetInput>(ctx, { operation: 'retentionScheduleSet', input }, async (tx, given) => {
      const [clocks, used] = [tx.platform.extensions(retentionClocks), tx.platform.extensions(purposes)];
      if (!clocks.has(given.clock)) refuse(clockUnknown('clock', { clocks: [...clocks.keys()].join(', ') }));
      if (!used.has(given.purpose)) refuse(purposeUnknown('purpose', { purpose: given.purpose, purposes: [...used.keys()].join(', ') }));
      if (given.legalBasis === LegalBasis.CONSENT) refuse(basisUnknown('legalBasis'));
      const { rows } = await tx.tx.query<{ id: string }>(
        `insert into privacy.retention_schedule (id, code, description, purpose, clock, years, legal_basis, source, ended_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (code) do update set (description, purpose, clock, years, legal_basis, source, ended_on)
           = (excluded.description, excluded.purpose, excluded.clock, excluded.years, excluded.legal_basis, excluded.source, excluded.ended_on) returning id`,
        [uuidv7(), given.code, given.description, given.purpose, given.clock, given.years, given.legalBasis, given.source, given.endedOn ?? null],
      );
      const id = rows[0]?.id ?? '';
      await publish(tx, retentionScheduleSet, { id });
      return { retentionSchedule: { id } };
    });
  }
}
