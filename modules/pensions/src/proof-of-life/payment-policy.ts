import {
  Arg, byProgramme, Ctx, Field, IdempotentInput, InputType, Int, IsOptional, ManyToOne, Max, Min, Mutation, ObjectType, Payload, Programme, Property, Ref, refuse, registerEnumType, Requires, Resolver, Resource,
  Versioned, write, type Context, type Rel,
} from '@kinga/plugin-sdk';
import { schemeOf } from '../scheme-of.js';
import { arrearsMonths } from './refusals.js';

/** What is paid for the time of a suspension, once the proof is there. */
export enum SuspensionArrears {
  ALL = 'ALL',
  NONE = 'NONE',
  MONTHS = 'MONTHS',
}
registerEnumType(SuspensionArrears, {
  name: 'PensionSuspensionArrears',
  description: 'What is paid for the time in which a pension was suspended since a proof of life was missing, once it is there.',
  valuesConfig: { ALL: { description: 'All of it.' }, NONE: { description: 'Nothing.' }, MONTHS: { description: 'That of the last months alone.' } },
});

@Resource({
  description: 'How a scheme looks after its pensioners: when they prove to be alive, and what follows where they do not.',
  table: 'pensions.payment_policy',
  prefix: 'payment_policy',
  read: 'programmes.programmes.read',
  privacy: { sensitivity: 'public', purpose: 'social-insurance' },
  many: 'pensionPaymentPolicies',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class PensionPaymentPolicy extends Versioned {
  @Field(() => Programme, { description: 'Of which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Int, { nullable: true, description: 'How many months after a proof of life the next is due; null where none is asked for.' })
  @Property({ type: 'integer', fieldName: 'proof_months', nullable: true })
  proofMonths!: number | null;

  @Field(() => Int, { description: 'How many days after that day a pension is suspended where the proof is missing.' })
  @Property({ type: 'integer', fieldName: 'grace_days' })
  graceDays!: number;

  @Field(() => SuspensionArrears, { description: 'What is paid for the time of a suspension.' })
  @Property({ type: 'text' })
  arrears!: SuspensionArrears;

  @Field(() => Int, { nullable: true, description: 'Of how many months, where it is that of the last months.' })
  @Property({ type: 'integer', fieldName: 'arrears_months', nullable: true })
  arrearsMonths!: number | null;
}

@InputType({ description: 'How a scheme looks after its pensioners.' })
export class PensionPaymentPolicySetInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Of which scheme.' })
  programmeId!: string;

  @Field(() => Int, { nullable: true, description: 'How many months after a proof of life the next is due, 1 to 120; nothing where none is asked for.' })
  @IsOptional()
  @Min(1)
  @Max(120)
  proofMonths?: number | null;

  @Field(() => Int, { defaultValue: 0, description: 'How many days after that day a pension is suspended where the proof is missing, 0 to 365.' })
  @Min(0)
  @Max(365)
  graceDays!: number;

  @Field(() => SuspensionArrears, { defaultValue: SuspensionArrears.ALL, description: 'What is paid for the time of a suspension.' })
  arrears!: SuspensionArrears;

  @Field(() => Int, { nullable: true, description: 'Of how many months, where it is that of the last months: 1 to 600.' })
  @IsOptional()
  @Min(1)
  @Max(600)
  arrearsMonths?: number | null;
}

@ObjectType({ description: 'Answer of `pensionPaymentPolicySet`.' })
export class PensionPaymentPolicyPayload extends Payload {
  @Field(() => PensionPaymentPolicy, { nullable: true, description: 'The policy.' })
  policy?: { readonly id: string };
}

@Resolver()
export class SetPaymentPolicy {
  @Mutation(() => PensionPaymentPolicyPayload, { description: 'Says when pensioners of a scheme prove to be alive, and what follows where they do not. A first proof is due so many months from today of whoever has a pension already.' })
  @Requires('pensions.policies.manage')
  pensionPaymentPolicySet(@Arg('input', () => PensionPaymentPolicySetInput, { description: 'The policy.' }) input: PensionPaymentPolicySetInput, @Ctx() ctx: Context): Promise<PensionPaymentPolicyPayload> {
    return write<PensionPaymentPolicyPayload, PensionPaymentPolicySetInput>(ctx, { operation: 'pensionPaymentPolicySet', input }, async (tx, given) => {
      const { programmeId, proofMonths = null, graceDays, arrears, arrearsMonths: months = null } = given;
      await schemeOf(tx, programmeId);
      if ((arrears === SuspensionArrears.MONTHS) !== (months !== null)) refuse(arrearsMonths('arrearsMonths'));
      const { rows: [policy] } = await tx.tx.query<{ id: string }>(
        `insert into pensions.payment_policy (programme_id, proof_months, grace_days, arrears, arrears_months) values ($1, $2, $3, $4, $5)
         on conflict on constraint payment_policy_once do update set proof_months = excluded.proof_months, grace_days = excluded.grace_days, arrears = excluded.arrears, arrears_months = excluded.arrears_months
         returning id`, [programmeId, proofMonths, graceDays, arrears, months]);
      await tx.tx.query(
        `update pensions.award set proof_due_on = case when $2::int is null then null else coalesce(proof_due_on, ($3::date + make_interval(months => $2))::date) end
         where programme_id = $1 and last_day is null and (proof_due_on is null) <> ($2::int is null)`, [programmeId, proofMonths, tx.today]);
      return { policy: { id: policy?.id ?? '' } };
    });
  }
}
